// Writes tokens.css from src/tokens.ts; a test holds the committed file to it.
import { writeFileSync } from "node:fs";
import { runnerImport } from "vite";

const source = new URL("../src/tokens.ts", import.meta.url).pathname;
const { module } = await runnerImport(source, { configFile: false, logLevel: "error" });
writeFileSync(new URL("../tokens.css", import.meta.url), module.tokensCss());
