/** `812 B`, `64 KB`, `1.2 MB`: in steps of 1,024, as the limits of uploads are meant. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  const megabytes = bytes / (1024 * 1024);
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}

/** What stands on a file's sign: its ending, or a word for its kind. */
export function fileSign(name: string, type: string): string {
  const ending = /\.([0-9A-Za-z]{1,5})$/.exec(name)?.[1];
  return (ending ?? type.split("/")[1]?.slice(0, 4) ?? "").toUpperCase();
}
