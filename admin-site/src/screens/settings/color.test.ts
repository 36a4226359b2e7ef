import { expect, test } from "vitest";
import { AA, contrastWithWhite, darkenedToAa, SWATCHES } from "./color.ts";

test("white on black is 21:1, on white 1:1", () => {
  expect(contrastWithWhite("#000000")).toBeCloseTo(21);
  expect(contrastWithWhite("#ffffff")).toBeCloseTo(1);
});

test.each(SWATCHES)("the offered colour %s carries white text", (swatch) => {
  expect(darkenedToAa(swatch)).toBe(swatch);
});

test.each(["#ffdd00", "#ff0000", "#ffffff"])("%s is darkened until it does", (color) => {
  expect(contrastWithWhite(darkenedToAa(color))).toBeGreaterThanOrEqual(AA);
});
