/** WCAG's relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** How well white text reads on a colour, from 1 to 21. AA asks for 4.5. */
export function contrastWithWhite(hex: string): number {
  return 1.05 / (luminance(hex) + 0.05);
}

export const AA = 4.5;

/** The colour itself, or as much darker as white text on it needs. */
export function darkenedToAa(hex: string): string {
  let rgb = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
  const text = () => `#${rgb.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
  while (contrastWithWhite(text()) < AA) rgb = rgb.map((c) => Math.floor(c * 0.95));
  return text();
}

export const SWATCHES: readonly string[] = ["#0f6a60", "#3d5a2a", "#2f5f8a", "#93591a", "#8a3a3a"];
