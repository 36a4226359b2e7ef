import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { defineConfig, type Plugin } from "vite";

const FOLDER = import.meta.dirname;
/** The pages, and the words of each. What both share stands in page.tmpl. */
const PAGES: Record<string, string> = { "index.html": "zh-CN", "en.html": "en" };

type Words = { [key: string]: string | Words };

/** A text of the words by its path; one that is missing stops the build. */
function word(words: Words, path: string): string {
  const found = path.split(".").reduce<string | Words | undefined>((at, key) => (typeof at === "object" ? at[key] : undefined), words);
  if (typeof found !== "string") throw new Error(`words/${words.lang}.json has no ${path}`);
  return found;
}

/** Makes the pages of page.tmpl: `{{hero.title}}` is the text of that name in the page's language. */
const pages: Plugin = {
  name: "pages",
  enforce: "pre",
  resolveId: (id) => (basename(id) in PAGES ? join(FOLDER, basename(id)) : null),
  load(id) {
    const language = PAGES[basename(id)];
    if (!language) return null;
    const words = JSON.parse(readFileSync(join(FOLDER, "words", `${language}.json`), "utf8")) as Words;
    return readFileSync(join(FOLDER, "page.tmpl"), "utf8").replace(/\{\{([\w.]+)\}\}/g, (_, path: string) => word(words, path));
  },
};

/** Pages without script cannot choose a theme: dark is what the system says. */
const systemTheme = {
  postcssPlugin: "system-theme",
  Rule(rule: import("postcss").Rule, { AtRule }: import("postcss").Helpers) {
    if (rule.selector !== '[data-theme="dark"]') return;
    const nodes = [rule.clone({ selector: ":root" })];
    rule.replaceWith(new AtRule({ name: "media", params: "(prefers-color-scheme: dark)", nodes }));
  },
};

export default defineConfig({
  root: FOLDER,
  base: "./",
  plugins: [pages],
  css: { postcss: { plugins: [systemTheme] } },
  // The pages allow pictures of this site only, no data: addresses.
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: false, rolldownOptions: { input: Object.keys(PAGES) } },
});
