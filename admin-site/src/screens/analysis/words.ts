import type { BreakdownRow } from "@parlor/protocol";

const RISING_MAX = 8;
/** Fewer conversations say nothing of a trend. */
const RISING_LEAST = 3;

/** Words that came up more than in the period before, by how many conversations. */
export function rising(rows: readonly BreakdownRow[]): BreakdownRow[] {
  const grown = (row: BreakdownRow) => row.total - (row.before ?? 0);
  return rows
    .filter((row) => row.value !== "…" && row.total >= RISING_LEAST && grown(row) > 0)
    .sort((a, b) => grown(b) - grown(a))
    .slice(0, RISING_MAX);
}
