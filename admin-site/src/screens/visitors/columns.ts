import { useCallback, useState } from "react";
import type { Column } from "./rows.ts";

const KEY = "parlor.visitors.hidden-columns";
const GAP = 14;
const SIDES = 37;

/** `grow`: what the column takes of the room that is left. */
interface Track {
  name: Column;
  min: number;
  grow?: number;
  right?: boolean;
}

export const COLUMNS: readonly Track[] = [
  { name: "state", min: 84 },
  { name: "number", min: 82 },
  { name: "name", min: 72, grow: 0.7 },
  { name: "visits", min: 56, right: true },
  { name: "ip", min: 112 },
  { name: "entered", min: 78 },
  { name: "waiting", min: 66, right: true },
  { name: "last", min: 120, grow: 1.3 },
  { name: "left", min: 60 },
  { name: "agent", min: 64, grow: 0.6 },
  { name: "page", min: 120, grow: 1.3 },
  { name: "source", min: 110, grow: 1.2 },
  { name: "language", min: 64 },
];
/** Without these nobody would know whom a row is about. */
export const FIXED: readonly Column[] = ["state", "number"];
export const OPTIONAL: readonly Column[] = COLUMNS.map(({ name }) => name).filter((name) => !FIXED.includes(name));

/** The columns as CSS grid tracks, and the width in pixels below which the table scrolls sideways. */
export function gridOf(columns: readonly Track[]): { tracks: string; min: number } {
  const tracks = columns.map(({ min, grow }) => (grow ? `minmax(${min}px, ${grow}fr)` : `${min}px`)).join(" ");
  const growing = columns.some((column) => column.grow);
  return {
    tracks: growing ? tracks : `${tracks} 1fr`,
    min: columns.reduce((sum, column) => sum + column.min + GAP, SIDES - GAP),
  };
}

function stored(): readonly Column[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(names) ? OPTIONAL.filter((name) => names.includes(name)) : [];
  } catch {
    return [];
  }
}

/** The columns that this browser hides. */
export function useHiddenColumns(): [readonly Column[], (hidden: readonly Column[]) => void] {
  const [hidden, setHidden] = useState(stored);
  const hide = useCallback((next: readonly Column[]) => {
    localStorage.setItem(KEY, JSON.stringify(next));
    setHidden(next);
  }, []);
  return [hidden, hide];
}
