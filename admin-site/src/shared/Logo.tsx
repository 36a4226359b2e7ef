import { LOGO_BUBBLE, LOGO_EYES } from "@parlor/design";

/** The mark. On the rail a light tile, elsewhere an accent one. */
export function Logo({ size, onRail }: { size: number; onRail?: boolean }) {
  const tile = onRail ? "#f4f2ee" : "var(--accent)";
  const ink = onRail ? "#0f6a60" : "var(--text-on-accent)";
  return (
    <svg width={size} height={size} viewBox="0 0 36 36" aria-hidden="true">
      <rect width="36" height="36" rx="9" fill={tile} />
      <path d={LOGO_BUBBLE} fill={ink} />
      {LOGO_EYES.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="1.5" fill={tile} />
      ))}
    </svg>
  );
}
