import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launch, launcher, PATIENCE_MS, panel } from "./browser";
import { FakeServer } from "./fake-server";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Light and dark enough to be a trial for text on them. */
const COLOURS = ["#0f6a60", "#ffe14d", "#12203a"];

const server = new FakeServer();
let browser: Browser;

beforeAll(async () => {
  await server.start();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  server.stop();
});
beforeEach(() => server.reset());

/** What the checker has to say about the panel, one line for each fault. */
async function faults(page: Page): Promise<string[]> {
  const frame = page.frames().find((each) => each.url().endsWith("panel.html"));
  if (!frame) throw new Error("the panel is not there");
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

const write = async (page: Page, text: string) => {
  await panel(page).getByTestId("composer").fill(text);
  await panel(page).getByTestId("send").click();
};

const STATES: Record<string, (page: Page) => Promise<void>> = {
  async talk(page) {
    await launcher(page).click();
    await write(page, "看 https://a.example");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept();
    server.say("https://b.example 好的");
    await panel(page).locator("[data-by=agent]").first().waitFor();
    server.lose = (frame) => frame.type === "send";
    await write(page, "等待");
    await panel(page).locator("[data-state=pending] .late").waitFor();
  },
  async queue(page) {
    await launcher(page).click();
    await write(page, "在吗");
    await panel(page).getByTestId("queue").waitFor();
    server.queue(2, 180);
    await panel(page).getByTestId("queue-wait").waitFor();
    await panel(page).getByTestId("contact").click();
  },
  async "left message"(page) {
    server.availability = "offline";
    await page.reload();
    await launcher(page).click();
    await panel(page).getByTestId("field-phone").fill("x");
    await panel(page).getByTestId("submit-left-message").click();
    await panel(page).getByTestId("error-email").waitFor();
  },
  async invitation(page) {
    while (server.sockets === 0) await page.waitForTimeout(20);
    server.invite("invitation", "需要帮忙吗？");
    await panel(page).getByTestId("invitation-accept").waitFor();
  },
};

describe("for everybody", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const color of COLOURS) {
      for (const [state, arrange] of Object.entries(STATES)) {
        it(`${state}, ${colorScheme}, ${color}`, async () => {
          server.style = { ...server.style, color };
          const context = await browser.newContext({ colorScheme, locale: "zh-CN" });
          const page = await context.newPage();
          page.setDefaultTimeout(PATIENCE_MS);
          try {
            await page.goto(`${server.origin}/demo/longjing.html`);
            await launcher(page).waitFor();
            await arrange(page);
            expect(await faults(page)).toEqual([]);
          } finally {
            await context.close();
          }
        });
      }
    }
  }
});

it("a company's colour carries text, whatever it is", async () => {
  const page = await browser.newPage({ locale: "zh-CN" });
  server.style = { ...server.style, color: "#123456" };
  await page.goto(`${server.origin}/demo/longjing.html`);
  await launcher(page).click();
  await panel(page).getByTestId("composer").waitFor();
  const frame = page.frames().find((each) => each.url().endsWith("panel.html"));
  const worst = await frame?.evaluate(() => {
    const root = document.documentElement;
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const probe = document.body.appendChild(document.createElement("i"));
    /** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance of a role, as it is painted. */
    const luminance = (role: string) => {
      probe.style.color = `var(--${role})`;
      if (!canvas) throw new Error("no canvas");
      canvas.fillStyle = getComputedStyle(probe).color;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one: string, other: string) => {
      const [a, b] = [luminance(one), luminance(other)];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
    const parts = ["00", "55", "aa", "ff"];
    let found = 21;
    for (const theme of ["light", "dark"]) {
      root.dataset.theme = theme;
      for (const r of parts) {
        for (const g of parts) {
          for (const b of parts) {
            root.style.setProperty("--own", `#${r}${g}${b}`);
            for (const ground of ["accent", "accent-hover"]) found = Math.min(found, contrast("text-on-accent", ground));
            for (const ground of ["bg-surface", "bubble-visitor"]) found = Math.min(found, contrast("accent-text", ground));
          }
        }
      }
    }
    return found;
  });
  expect(worst).toBeGreaterThanOrEqual(4.5);
  await page.close();
});
