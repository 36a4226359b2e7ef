/** A part of a picture, in its own pixels. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Pixels; a smaller area was a click. */
const AREA_MIN = 8;

interface Point {
  x: number;
  y: number;
}

/** The rectangle between two points, within a picture of this measure; undefined for a mere click. */
export function areaBetween(a: Point, b: Point, picture: { width: number; height: number }): Area | undefined {
  const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));
  const left = within(Math.min(a.x, b.x), picture.width);
  const top = within(Math.min(a.y, b.y), picture.height);
  const width = within(Math.max(a.x, b.x), picture.width) - left;
  const height = within(Math.max(a.y, b.y), picture.height) - top;
  return width < AREA_MIN || height < AREA_MIN ? undefined : { x: left, y: top, width, height };
}
