/** The list with one item at another place. Places outside the list change nothing. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items];
  if (from < 0 || from >= items.length || to < 0 || to >= items.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

export function replaced<T>(items: readonly T[], at: number, item: T): T[] {
  return items.map((each, i) => (i === at ? item : each));
}

export function without<T>(items: readonly T[], at: number): T[] {
  return items.filter((_, i) => i !== at);
}
