/**
 * Signs who is signed in, for Parlor's widget. Node's own modules only.
 *
 *     node sign.mjs SECRET USER_ID          the identity with the user's id signed
 *     node sign.mjs SECRET --data JSON      the identity with the whole JSON text signed
 */
import { createHmac } from "node:crypto";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** For `parlor.identify({...})`; add name, email, phone and attributes as you like: these are not signed. */
export function signUser(secret, userId) {
  return { userId, hmac: createHmac("sha256", secret).update(userId, "utf8").digest("hex") };
}

/** Signs all of it: user_id, name, email, phone, attributes, expires (seconds since 1970). The browser hands `data` on unchanged. */
export function signData(secret, said) {
  return signText(secret, JSON.stringify(said));
}

export function signText(secret, data) {
  return { data, hmac: createHmac("sha256", `${secret}.data`).update(data, "utf8").digest("hex") };
}

if (realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  const [secret, first, data] = process.argv.slice(2);
  console.log(JSON.stringify(first === "--data" ? signText(secret, data) : signUser(secret, first)));
}
