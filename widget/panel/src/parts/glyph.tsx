import type { LucideIcon } from "lucide-preact";

/** An icon with the design's stroke. It never speaks: the control or the text beside it does. */
export function Glyph({ icon: Icon, size = 18 }: { icon: LucideIcon; size?: 14 | 16 | 18 | 20 }) {
  return <Icon size={size} strokeWidth={1.5} absoluteStrokeWidth aria-hidden="true" />;
}
