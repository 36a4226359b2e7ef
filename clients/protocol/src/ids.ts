const PRODUCER_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ULID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** Names a sending tab: 12 characters, about 71 random bits. */
export function newProducer(): string {
  let id = "";
  while (id.length < 12) {
    // Bytes from 248 on would make the first characters likelier.
    for (const byte of randomBytes(16)) if (byte < 248 && id.length < 12) id += PRODUCER_ALPHABET[byte % 62];
  }
  return id;
}

/** A ULID for `now` (milliseconds since 1970 UTC): https://github.com/ulid/spec */
export function newUlid(now: number): string {
  let time = "";
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ULID_ALPHABET[rest % 32] + time;
  return time + Array.from(randomBytes(16), (byte) => ULID_ALPHABET[byte % 32]).join("");
}
