const NAME_MAX = 120;
const TYPE = /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/;

/** As the server takes it: without parameters, in small letters; unknown where the browser does not know. */
export function mediaType(type: string): string {
  const bare = type.split(";")[0]?.trim().toLowerCase() ?? "";
  return TYPE.test(bare) ? bare : "application/octet-stream";
}

/** A name that fits; its ending stays. */
export function fittingName(name: string): string {
  const bare = name.trim() || "file";
  if (bare.length <= NAME_MAX) return bare;
  const ending = /\.[^.]{1,10}$/.exec(bare)?.[0] ?? "";
  return bare.slice(0, NAME_MAX - ending.length) + ending;
}
