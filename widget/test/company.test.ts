import type { Page } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import { launcher, PATIENCE_MS, panel } from "./browser";
import { companyPanel, invitationBox } from "./company";
import { FakeServer, STYLE, TENANT } from "./fake-server";
import { scenes } from "./scene";

const server = new FakeServer();
let page: Page;
let newPage: () => Promise<Page>;

scenes(server, { locale: "en", viewport: { width: 1280, height: 800 } }, (scene) => {
  ({ page, newPage } = scene);
});

const at = (id: string, on = page) => panel(on).getByTestId(id);
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: PATIENCE_MS, interval: 50 });
const open = async (on = page) => {
  await on.goto(`${server.origin}/demo/en.html`);
  await launcher(on).click();
};

describe("the company's panel", () => {
  it("is not even fetched where there is none", async () => {
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    server.style = { ...server.style, panel: { powered_by: false } };
    await open();
    await at("composer").waitFor();
    expect(await at("tabs").count()).toBe(0);
    expect(await at("powered").count()).toBe(0);
    expect(fetched.filter((path) => path.includes("assets/company"))).toEqual([]);
  });

  it("keeps the conversation one tab away, by keyboard, and counts what waits there", async () => {
    const forum = "https://forum.example/";
    await page.route(forum, (route) => route.fulfill({ contentType: "text/html", body: "<h1>Forum</h1>" }));
    const shown = { ...companyPanel(server.origin), tab: { labels: { en: "Forum" }, url: forum } };
    server.style = { ...server.style, panel: shown, scheme: "dark", radius: 4, words: { en: { "composer.send": "Go" } } };
    await open();
    await at("composer").fill("Hello");
    await panel(page).getByRole("button", { name: "Go" }).click();
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept("Tea adviser");
    await at("tab-chat").focus();
    await page.keyboard.press("ArrowRight");
    await at("profile").getByText("Three generations").waitFor();
    expect(await at("tab-about").getAttribute("aria-selected")).toBe("true");
    expect(await at("agent-card").textContent()).toContain("Tea adviser");
    expect(await at("payments").locator("li").allTextContents()).toContain("WeChat Pay");
    expect(await at("profile").getByRole("link").getAttribute("rel")).toContain("noopener");
    server.say("Here I am");
    await at("tab-chat").getByText("1").waitFor();
    expect(server.frames.filter((frame) => frame.type === "read")).toEqual([]);
    await page.keyboard.press("ArrowRight");
    const site = at("site");
    await panel(page).frameLocator("[data-testid=site]").locator("h1").waitFor();
    expect(await site.getAttribute("sandbox")).not.toContain("top-navigation");
    expect(await at("site-open").getAttribute("target")).toBe("_blank");
    await page.keyboard.press("ArrowRight");
    await at("message").getByText("Here I am").waitFor();
    await eventually(() => expect(server.frames.some((frame) => frame.type === "read")).toBe(true));
    const root = panel(page).locator("html");
    expect(await root.getAttribute("data-theme")).toBe("dark");
    expect(await root.evaluate((html) => getComputedStyle(html).getPropertyValue("--r-lg"))).toBe("4px");
  });

  it("shows an announcement until it is dismissed, in every tab, and until there is another", async () => {
    const { profile: _, payments: __, tab: ___, ...panelOfOne } = companyPanel(server.origin);
    server.style = { ...server.style, panel: panelOfOne };
    await open();
    await at("announcement").getByRole("link", { name: "First-flush" }).waitFor();
    expect(await at("tabs").count()).toBe(0);
    expect(await at("advertisement").getByRole("link").getAttribute("rel")).toContain("noopener");
    const other = await newPage();
    await open(other);
    await at("announcement", other).waitFor();
    await at("announcement-dismiss").click();
    await at("announcement").waitFor({ state: "detached" });
    await at("announcement", other).waitFor({ state: "detached" });
    await page.reload();
    await at("advertisement").waitFor();
    expect(await at("announcement").count()).toBe(0);
    server.style = { ...server.style, panel: { announcement: { texts: { ja: "新茶" } } } };
    await page.reload();
    await at("announcement").getByText("新茶").waitFor();
  });

  it("stands beside the conversation where a page of its own has room, else in a tab", async () => {
    server.style = { ...server.style, panel: companyPanel(server.origin) };
    await page.goto(`${server.origin}/widget/chat.html?tenant=${TENANT}&style=${STYLE}`);
    await at("beside").getByText("Three generations").waitFor();
    expect(await at("tab-about").count()).toBe(0);
    await page.setViewportSize({ width: 320, height: 640 });
    await at("tab-about").click();
    await at("profile").waitFor();
    expect(await at("beside").count()).toBe(0);
    const overflow = await panel(page)
      .locator("html")
      .evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

describe("the company's invitation", () => {
  const invited = async () => {
    await eventually(() => expect(server.sockets).toBe(1));
    server.invite("invitation", "May I help you choose?", "Su He");
  };

  it("is in the company's words and colour, is spoken, and keeps quiet as long as the style says", async () => {
    server.style = { ...server.style, quiet_minutes: 30, invitation_box: invitationBox(server.origin) };
    await page.goto(`${server.origin}/demo/en.html`);
    await invited();
    await panel(page).getByRole("dialog", { name: "Ask before you buy" }).waitFor();
    await panel(page).getByRole("status").getByText("Ask before you buy. May I help you choose?").waitFor();
    const accept = panel(page).getByRole("button", { name: "Ask a tea adviser" });
    expect(await accept.evaluate((button) => getComputedStyle(button).backgroundColor)).not.toBe("rgb(15, 106, 96)");
    // The page was not left for it, and remains usable.
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await panel(page).getByRole("button", { name: "Maybe later" }).press("Enter");
    await page.locator(".closed").waitFor({ state: "attached" });
    const quiet = () => page.evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith(":quiet"))?.[1]);
    await eventually(async () => expect(Number(await quiet()) - Date.now()).toBeGreaterThan(29 * 60_000));
    server.invite("invitation", "And now?", "Su He");
    await eventually(() => expect(server.frames.filter((frame) => frame.type === "answer")).toHaveLength(2));
    await page.locator(".closed").waitFor({ state: "attached" });
  });

  it("waits as long as the company wants", async () => {
    server.style = { ...server.style, invitation_box: { delay_s: 2 } };
    await page.goto(`${server.origin}/demo/en.html`);
    await invited();
    const asked = Date.now();
    await at("invitation-accept").waitFor();
    expect(Date.now() - asked).toBeGreaterThan(1_800);
  });

  it("is on the next page of whoever goes there while it waits", async () => {
    server.style = { ...server.style, invitation_box: { delay_s: 60 } };
    await page.goto(`${server.origin}/demo/en.html`);
    await invited();
    await eventually(async () => expect(await page.evaluate(() => Object.values(sessionStorage).join())).toContain("May I help you"));
    await page.goto(`${server.origin}/demo/delivery-en.html`);
    await at("invitation-accept").click();
    await eventually(() => expect(server.frames.map((frame) => frame.type)).toContain("open"));
  });
});
