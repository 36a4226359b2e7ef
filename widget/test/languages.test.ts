import { readFileSync } from "node:fs";
import type { VisitorLanguage } from "@parlor/protocol";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { launch, launcher, PATIENCE_MS, panel } from "./browser";
import { FakeServer } from "./fake-server";
import { faults } from "./faults";
import { mirrored, PSEUDO } from "./pseudo";

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

const words = (language: VisitorLanguage) =>
  JSON.parse(readFileSync(new URL(`../panel/src/locales/${language}.json`, import.meta.url), "utf8")) as {
    composer: { placeholder: string };
    welcome: string;
  };

async function visit(locale: string, viewport = { width: 1440, height: 900 }): Promise<Page> {
  const context = await browser.newContext({ locale, viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

it("speaks the language that the visit says, and loads no other", async () => {
  for (const language of ["zh-CN", "zh-TW", "en", "ja"] as const) {
    server.language = language;
    const page = await visit("en");
    const loaded: string[] = [];
    page.on("response", (response) => loaded.push(response.url()));
    await page.goto(`${server.origin}/demo/longjing.html`);
    await launcher(page).click();
    await panel(page).getByText(words(language).welcome).waitFor();
    expect(await panel(page).locator("html").getAttribute("lang")).toBe(language);
    expect(await panel(page).locator("html").getAttribute("dir")).toBe("ltr");
    expect(await panel(page).getByTestId("composer").getAttribute("placeholder")).toBe(words(language).composer.placeholder);
    expect(loaded.filter((url) => /assets\/(zh-CN|zh-TW|en|ja)-/.test(url))).toHaveLength(1);
    await page.context().close();
  }
});

it("says what snippet, page and browser want, in this order", async () => {
  const page = await visit("ja");
  await page.route("**/demo/longjing.html", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace("data-tenant", 'data-language="zh-TW" data-tenant');
    await route.fulfill({ response, body });
  });
  const asked = page.waitForRequest((request) => request.url().endsWith("/widget/visit"));
  await page.goto(`${server.origin}/demo/longjing.html`);
  const { languages } = JSON.parse((await asked).postData() ?? "") as { languages: string };
  expect(languages.split(",")).toEqual(["zh-TW", "zh-CN", "ja"]);
  await page.context().close();
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 320, height: 640 },
]) {
  it(`stands from right to left, ${viewport.width} px`, async () => {
    server.language = PSEUDO;
    const page = await visit("en", viewport);
    await mirrored(page);
    await page.goto(`${server.origin}/demo/longjing.html`);
    await launcher(page).click();
    await panel(page).getByTestId("composer").fill("مرحبا");
    await panel(page).getByTestId("send").click();
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept();
    server.say("أهلا، كيف أساعدك؟");
    await panel(page).locator("[data-by=agent]").last().waitFor();

    const box = async (selector: string) => {
      const found = await panel(page).locator(selector).last().boundingBox();
      if (!found) throw new Error(`${selector} is not there`);
      return found;
    };
    const window = await box("body");
    const middle = (part: { x: number; width: number }) => part.x + part.width / 2 - window.x - window.width / 2;
    // What is on the right in other languages is on the left, and the other way round.
    expect(middle(await box("[data-by=visitor] .bubble"))).toBeLessThan(0);
    expect(middle(await box("[data-by=agent] .bubble"))).toBeGreaterThan(0);
    expect(middle(await box("[data-testid=send]"))).toBeLessThan(0);
    expect(middle(await box("[data-testid=minimise]"))).toBeLessThan(0);
    expect(middle(await box(".header .avatar"))).toBeGreaterThan(0);
    // Nothing stands out, and nothing is cut.
    expect(
      await panel(page)
        .locator("html")
        .evaluate((html) => html.scrollWidth),
    ).toBeLessThanOrEqual(window.width);
    expect(await faults(page)).toEqual([]);
    await page.context().close();
  });
}
