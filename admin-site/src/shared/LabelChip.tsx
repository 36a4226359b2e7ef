import type { Label } from "@parlor/protocol";
import "./label-chip.css";

export type LabelColor = NonNullable<Label["color"]>;
export const LABEL_COLORS: readonly LabelColor[] = ["red", "orange", "green", "blue", "purple", "gray"];

/** A label of a conversation; the colour helps, the name says it. */
export function LabelChip({ name, color = "gray" }: { name: string; color?: LabelColor | undefined }) {
  return (
    <span className={`tag label-chip ${color}`} title={name}>
      <i aria-hidden="true" />
      <span className="cut">{name}</span>
    </span>
  );
}
