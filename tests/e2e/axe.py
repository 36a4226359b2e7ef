"""The accessibility checker of the browser tests (axe-core), in a page or a frame."""

from playwright.sync_api import Frame, Page

from scripts.paths import ROOT

_SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """
async (rules) => {
  // Colours in the middle of a transition are nobody's colours. Those that repeat have no end to wait for.
  const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map((each) => each.finished));
  const { violations } = await axe.run(document, { runOnly: rules });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.any[0]?.message ?? ""}`));
}
"""


def faults(page: Page | Frame) -> list[str]:
    """What stands against WCAG 2.2 AA, one line for each fault."""
    page.evaluate(_SOURCE.read_text())
    found: list[str] = page.evaluate(_RUN, _RULES)
    return found
