import axe from "axe-core";
import type { Frame, Page } from "playwright-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What the checker has to say about the panel, one line for each fault. */
export async function faults(page: Page): Promise<string[]> {
  const frame = page.frames().find((each) => each.url().endsWith("panel.html"));
  if (!frame) throw new Error("the panel is not there");
  return faultsOf(frame);
}

/** The same of a page or frame as it is. */
export async function faultsOf(frame: Page | Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  // Colours in the middle of a transition are nobody's colours. Those that repeat have no end to wait for.
  await frame.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((each) => each.finished));
  });
  return frame.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { runOnly: rules });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.any[0]?.message ?? ""}`));
  }, RULES);
}
