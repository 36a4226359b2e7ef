/** The programs of a company's server that sign, and what its pages say; shown to be copied. */
export const SIGNERS = ["node", "python", "php"] as const;
export type Signer = (typeof SIGNERS)[number];
/** What is signed: the user's id, or all that is said of the user. */
export const FORMS = ["user", "data"] as const;
export type SignedForm = (typeof FORMS)[number];

export const SIGNER_NAMES: Record<Signer, string> = { node: "Node.js", python: "Python", php: "PHP" };

export const SERVER_CODE: Record<Signer, Record<SignedForm, string>> = {
  node: {
    user: `import { createHmac } from "node:crypto";

const secret = process.env.PARLOR_IDENTITY_SECRET;
const hmac = createHmac("sha256", secret)
  .update(String(user.id))
  .digest("hex");`,
    data: `import { createHmac } from "node:crypto";

const secret = process.env.PARLOR_IDENTITY_SECRET;
const data = JSON.stringify({
  user_id: String(user.id),
  name: user.name,
  attributes: { level: user.level },
  expires: Math.floor(Date.now() / 1000) + 86400,
});
const hmac = createHmac("sha256", secret + ".data")
  .update(data)
  .digest("hex");`,
  },
  python: {
    user: `import hmac, os
from hashlib import sha256

secret = os.environ["PARLOR_IDENTITY_SECRET"]
user_id = str(user.id)
signature = hmac.new(secret.encode(), user_id.encode(), sha256).hexdigest()`,
    data: `import hmac, json, os, time
from hashlib import sha256

secret = os.environ["PARLOR_IDENTITY_SECRET"]
data = json.dumps({
    "user_id": str(user.id),
    "name": user.name,
    "attributes": {"level": user.level},
    "expires": int(time.time()) + 86400,
})
key = secret + ".data"
signature = hmac.new(key.encode(), data.encode(), sha256).hexdigest()`,
  },
  php: {
    user: `<?php
$secret = getenv('PARLOR_IDENTITY_SECRET');
$hmac = hash_hmac('sha256', (string) $user->id, $secret);`,
    data: `<?php
$secret = getenv('PARLOR_IDENTITY_SECRET');
$data = json_encode([
    'user_id' => (string) $user->id,
    'name' => $user->name,
    'attributes' => ['level' => $user->level],
    'expires' => time() + 86400,
], JSON_UNESCAPED_UNICODE);
$hmac = hash_hmac('sha256', $data, $secret . '.data');`,
  },
};

const QUEUE = "window.parlor = window.parlor || [];";

export const PAGE_CODE: Record<SignedForm | "out", string> = {
  user: `<script>
  ${QUEUE}
  parlor.push(["identify", {
    userId: "42",
    hmac: "…",
    name: "Li Na",
    email: "li@example.com",
    attributes: { level: "gold", cart: 320 }
  }]);
</script>`,
  data: `<script>
  ${QUEUE}
  parlor.push(["identify", { data: "…", hmac: "…" }]);
</script>`,
  out: `<script>
  ${QUEUE}
  parlor.push(["identify", null]);
</script>`,
};
