import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launch, launcher, PATIENCE_MS, panel } from "./browser";
import { FakeServer } from "./fake-server";

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

async function visit(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ locale: "en", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${server.origin}/demo/en.html`);
  await launcher(page).waitFor();
  return page;
}

const frameOf = (page: Page): Frame => {
  const frame = page.frames().find((each) => each.url().endsWith("panel.html"));
  if (!frame) throw new Error("the panel is not there");
  return frame;
};

/** What has the focus in the panel, and whether that can be seen. */
const focused = (page: Page) =>
  frameOf(page).evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const ring = (each: Element | null) => {
      if (!each) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow.includes("inset");
    };
    return { id: element.dataset.testid ?? element.className, seen: ring(element) || ring(element.closest(".composer")) };
  });

describe("by keyboard alone", () => {
  it("a visitor opens, writes, quotes, chooses, ends, rates and goes", async () => {
    server.survey = { questions: [{ key: "stars", kind: "stars", label: "Overall", required: true }] };
    const page = await visit();
    const press = (...keys: string[]) =>
      keys.reduce<Promise<void>>((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    /** Tab until `id` has the focus; everything on the way shows that it has it. */
    async function tabTo(id: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
      for (let n = 0; n < 40; n += 1) {
        await page.keyboard.press(key);
        const here = await focused(page);
        expect(here, here.id).toMatchObject({ seen: true });
        if (here.id === id) return;
      }
      throw new Error(`${id} cannot be reached`);
    }

    // To the launcher from the page, and into the window: the field for the message has the focus at once.
    const atLauncher = () => launcher(page).evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button);
    for (let n = 0; n < 40 && !(await atLauncher()); n += 1) await press("Tab");
    await press("Enter");
    await panel(page).getByTestId("composer").waitFor();
    await expect.poll(() => focused(page)).toEqual({ id: "composer", seen: true });
    await page.keyboard.type("Is the Longjing in stock?");
    await press("Enter");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept();
    server.say("It is.");
    await panel(page).locator("[data-by=agent]").last().waitFor();

    // An emoji: arrows choose, Enter takes, and writing goes on.
    await tabTo("emoji");
    await press("Enter", "ArrowRight", "ArrowDown", "ArrowLeft", "Enter");
    await expect.poll(() => focused(page)).toMatchObject({ id: "composer" });
    expect(await panel(page).getByTestId("composer").inputValue()).not.toBe("");

    // A message's menu, backwards from the composer; Escape closes it and gives the focus back.
    await tabTo("message-actions", "Shift+Tab");
    await press("Enter");
    await panel(page).getByTestId("quote").waitFor();
    await press("Escape");
    await expect.poll(() => focused(page)).toMatchObject({ id: "message-actions" });
    await press("Enter");
    await panel(page).getByTestId("quote").waitFor();
    await press("Enter");
    await panel(page).getByTestId("quote-bar").waitFor();
    await expect.poll(() => focused(page)).toMatchObject({ id: "composer" });
    await press("Enter");
    await panel(page).getByTestId("quoted").waitFor();

    // Escape puts the window away, the launcher has the focus again and brings it back.
    await press("Escape");
    await expect.poll(atLauncher).toBe(true);
    await press("Enter");
    await expect.poll(() => focused(page)).toMatchObject({ id: "composer" });

    // The end, with a rating by arrows.
    await tabTo("close", "Shift+Tab");
    await press("Enter");
    await panel(page).getByTestId("confirm-end").waitFor();
    // What is safe has the focus; the end itself is one step before.
    await tabTo("confirm-end", "Shift+Tab");
    await press("Enter");
    await panel(page).getByTestId("survey").waitFor();
    const atStars = () => frameOf(page).evaluate(() => (document.activeElement as HTMLInputElement).type === "radio");
    for (let n = 0; n < 40 && !(await atStars()); n += 1) await press("Tab");
    await press("Space", "ArrowRight", "ArrowRight", "ArrowRight");
    await tabTo("survey-submit");
    await press("Enter");
    await panel(page).getByText("Thank you for your rating").first().waitFor();
    expect(server.log.at(-1)).toMatchObject({ kind: "rated", score: 4 });
    await page.context().close();
  });
});

describe("by ear", () => {
  it("what comes is announced once and in order, and everything has a name", async () => {
    const page = await visit();
    expect(await launcher(page).getAttribute("aria-label")).toBe("Chat with us");
    expect(await launcher(page).getAttribute("aria-expanded")).toBe("false");
    await launcher(page).click();
    await panel(page).getByTestId("composer").waitFor();
    expect(await page.locator("iframe").getAttribute("title")).toBe("Chat with us");
    await frameOf(page).evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes) {
          const region = (target instanceof Element ? target : target.parentElement)?.closest("[role=log],[role=status],[role=alert]");
          if (!region) continue;
          const nodes = region.getAttribute("role") === "log" ? [...addedNodes] : [region];
          for (const node of nodes) {
            const text = ((node as HTMLElement).innerText ?? node.textContent ?? "").replace(/\s+/g, " ").trim();
            if (text) heard.push(text);
          }
        }
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await panel(page).getByTestId("composer").fill("Is the Longjing in stock?");
    await panel(page).getByTestId("send").click();
    await panel(page).getByTestId("queue").waitFor();
    server.queue(2, 180);
    await panel(page).getByTestId("queue-wait").waitFor();
    server.accept();
    server.type();
    await panel(page).getByTestId("agent-typing").waitFor();
    server.say("It is.");
    await panel(page).getByText("It is.").waitFor();
    server.say("Two tins in a box.");
    await panel(page).getByText("Two tins in a box.").waitFor();

    const heard = await frameOf(page).evaluate(() => (window as unknown as { heard: string[] }).heard);
    const first = (text: string) => heard.findIndex((each) => each.includes(text));
    const order = ["Is the Longjing in stock?", "Ahead of you", "joined", "It is.", "Two tins in a box."].map(first);
    expect(
      order.every((place) => place >= 0),
      heard.join("\n"),
    ).toBe(true);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
    for (const text of ["It is.", "Two tins in a box."]) expect(heard.filter((each) => each.includes(text))).toHaveLength(1);

    // The whole window as it is read out: roles and names, in the order of reading.
    const tree = await panel(page).locator("body").ariaSnapshot();
    const parts = [
      'button "More"',
      'button "Minimise"',
      'button "Close"',
      'log "Conversation"',
      "It is.",
      'textbox "Message"',
      'button "Send"',
    ];
    const places = parts.map((part) => tree.indexOf(part));
    expect(
      places.every((place) => place >= 0),
      tree,
    ).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    // No button without a name, nothing drawn that is read as a picture.
    expect(tree).not.toMatch(/- (button|link|textbox|img)\s*$/m);
    await page.context().close();
  });
});

describe("for eyes and hands", () => {
  it("nothing moves where less motion is wanted", async () => {
    const page = await visit({ reducedMotion: "reduce" });
    await launcher(page).click();
    await panel(page).getByTestId("composer").fill("Hello");
    await panel(page).getByTestId("send").click();
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept();
    server.type();
    await panel(page).getByTestId("agent-typing").waitFor();
    const moving = await frameOf(page).evaluate(() =>
      document
        .getAnimations()
        .filter((each) => each.playState === "running" && Number(each.effect?.getComputedTiming().duration) > 0)
        .map(String),
    );
    expect(moving).toEqual([]);
    await page.context().close();
  });

  // 320 px is a page of 1280 px at 400 %, 640 by 360 one of 1280 by 720 at 200 %: https://www.w3.org/TR/WCAG22/#reflow
  for (const viewport of [
    { width: 320, height: 640 },
    { width: 640, height: 360 },
  ]) {
    it(`${viewport.width} by ${viewport.height} holds everything, and every target is large enough`, async () => {
      const page = await visit({ viewport });
      await launcher(page).click();
      await panel(page).getByTestId("composer").fill("Hello, is the Longjing gift box in stock? It is for my parents.");
      await panel(page).getByTestId("send").click();
      await panel(page).locator("[data-state=sent]").waitFor();
      server.accept();
      server.say("https://qingye-tea.example/a-very-long-address-that-has-no-place-to-break/longjing-gift-box-of-two-tins");
      await panel(page).locator("[data-by=agent]").last().waitFor();
      const found = await frameOf(page).evaluate(() => {
        const outside = (box: DOMRect) => box.right > innerWidth + 1 || box.left < -1 || box.bottom > innerHeight + 1;
        const shown = [...document.querySelectorAll<HTMLElement>("button, a, textarea, input")].filter((each) => each.checkVisibility());
        const log = document.querySelector("[role=log]")?.getBoundingClientRect();
        return {
          wide: document.documentElement.scrollWidth > innerWidth,
          outside: shown
            .filter((each) => !each.closest("[role=log]") && outside(each.getBoundingClientRect()))
            .map((each) => each.outerHTML),
          small: shown
            .filter((each) => each.tagName === "BUTTON")
            .filter((each) => Math.min(each.getBoundingClientRect().width, each.getBoundingClientRect().height) < 24)
            .map((each) => each.outerHTML),
          log: log?.height ?? 0,
        };
      });
      expect(found).toMatchObject({ wide: false, outside: [], small: [] });
      expect(found.log, "room to read").toBeGreaterThan(60);
      await page.context().close();
    });
  }
});
