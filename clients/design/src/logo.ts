/** The mark: a speech bubble that is also a P, on a tile of 36 × 36. */
export const LOGO_BUBBLE = "M10 9.5h10.5a6.75 6.75 0 0 1 0 13.5H15v5l-5-4.5V9.5Z";
/** Centres of the two holes in the bubble, radius 1.5. */
export const LOGO_EYES = [
  [17, 16.2],
  [21.5, 16.2],
] as const;

/** The text of an `<svg>`. `tile` fills the ground and the holes, `ink` the bubble. */
export function logoSvg(tile = "#f4f2ee", ink = "#0f6a60"): string {
  const eyes = LOGO_EYES.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="1.5" fill="${tile}"/>`).join("");
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">' +
    `<rect width="36" height="36" rx="9" fill="${tile}"/><path d="${LOGO_BUBBLE}" fill="${ink}"/>${eyes}</svg>`
  );
}
