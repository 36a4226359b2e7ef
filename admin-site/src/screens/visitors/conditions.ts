import type { Condition } from "@parlor/protocol";

const said = ({ field, value, negated = false }: Condition) => `${field} ${negated} ${value.trim().toLowerCase()}`;

/** The order does not matter: all of them hold. */
export function sameConditions(a: readonly Condition[], b: readonly Condition[]): boolean {
  return a.length === b.length && a.map(said).sort().join("\n") === b.map(said).sort().join("\n");
}
