import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SERVER_CODE, SIGNERS, type Signer } from "./code.ts";

const SECRET = "parlor_id_v1_abc";
/** Before and after what is copied: a user, and what came out of it. */
const AROUND: Record<Signer, { program: string[]; before: string; after: string }> = {
  node: {
    program: ["node", "--input-type=module", "-e"],
    before: 'const user = { id: 42, name: "李娜", level: "金卡" };\n',
    after: '\nconsole.log(JSON.stringify([hmac, typeof data === "undefined" ? "" : data]));',
  },
  python: {
    program: ["python3", "-c"],
    before: "from types import SimpleNamespace\nuser = SimpleNamespace(id=42, name='李娜', level='金卡')\ndata = ''\n",
    after: "\nimport json\nprint(json.dumps([signature, data]))",
  },
  php: {
    program: ["php", "-r"],
    before: "$user = (object) ['id' => 42, 'name' => '李娜', 'level' => '金卡']; $data = '';\n",
    after: "\necho json_encode([$hmac, $data]);",
  },
};

/** What the copied program computes; undefined where its language is not on this machine. */
function run(signer: Signer, form: "user" | "data"): [string, string] | undefined {
  const { program, before, after } = AROUND[signer];
  const [name = "", ...how] = program;
  const code = before + SERVER_CODE[signer][form].replace("<?php\n", "") + after;
  const done = spawnSync(name, [...how, code], { encoding: "utf8", env: { ...process.env, PARLOR_IDENTITY_SECRET: SECRET } });
  if (done.error) return undefined;
  expect(done.stderr).toBe("");
  return JSON.parse(done.stdout);
}

const sign = (key: string, text: string) => createHmac("sha256", key).update(text).digest("hex");

describe.each(SIGNERS)("the program in %s that is shown", (signer) => {
  it("signs the user's id", ({ skip }) => {
    const made = run(signer, "user");
    if (!made) return skip(`${signer} is not on this machine`);
    expect(made[0]).toBe(sign(SECRET, "42"));
  });

  it("signs all that is said", ({ skip }) => {
    const made = run(signer, "data");
    if (!made) return skip(`${signer} is not on this machine`);
    const [signature, data] = made;
    expect(signature).toBe(sign(`${SECRET}.data`, data));
    expect(JSON.parse(data)).toMatchObject({ user_id: "42", name: "李娜", attributes: { level: "金卡" } });
    expect(JSON.parse(data).expires).toBeGreaterThan(Date.now() / 1000);
  });
});
