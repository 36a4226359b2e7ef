import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { launch, PATIENCE_MS, panel } from "./browser";
import { FakeServer, STYLE, TENANT } from "./fake-server";

const server = new FakeServer();
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  await server.start();
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.stop();
});

beforeEach(async () => {
  server.reset();
  context = await browser.newContext({ locale: "zh-CN" });
  page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
});

afterEach(() => context.close());

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: PATIENCE_MS, interval: 50 });
const at = (id: string) => panel(page).getByTestId(id);
const address = (rest: string) => `${server.origin}/widget/chat.html${rest}`;
const write = async (text: string) => {
  await at("composer").fill(text);
  await at("send").click();
};

describe("the conversation as a page of its own", () => {
  it("is open at once, fills the page and cannot be closed", async () => {
    await page.goto(address(`?tenant=${TENANT}&style=${STYLE}`));
    await write("你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    expect(await at("close").count()).toBe(0);
    expect(await at("minimise").count()).toBe(0);
    await page.keyboard.press("Escape");
    const box = await page.locator("iframe").boundingBox();
    expect(box?.height).toBe(page.viewportSize()?.height);
    await page.reload();
    await at("message").getByText("你好").waitFor();
    expect(await page.title()).toBe("青叶茶铺");
  });

  it("goes on where a mail leads back, and keeps the way secret", async () => {
    const by = { role: "agent", id: "A", name: "林小满" } as const;
    server.talk(
      [
        { kind: "queued", by: { role: "visitor" }, department_id: "D", department_name: "D" },
        { kind: "message", by, client_id: { producer: "agent0000000", n: 1 }, text: "木盒到货了" },
      ],
      Date.now() - 3_600_000,
    );
    await page.goto(address("#resume=resume-token"));
    await at("message").getByText("木盒到货了").waitFor();
    expect(page.url()).toBe(address(`?tenant=${TENANT}&style=${STYLE}`));
    await page.reload();
    await at("message").getByText("木盒到货了").waitFor();
  });

  it("speaks the visitor's language", async () => {
    const english = await browser.newContext({ locale: "en-GB" });
    page = await english.newPage();
    await page.goto(address(`?tenant=${TENANT}&style=${STYLE}`));
    await panel(page).getByPlaceholder("Write a message").waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
    await english.close();
  });

  it("says so when a link does not work", async () => {
    await page.goto(address("#resume=old"));
    await page.getByRole("alert").getByText("这个链接已经失效。").waitFor();
    await page.goto(address("?tenant=x"));
    await page.getByRole("alert").getByText("链接不完整。").waitFor();
  });

  it("opens pushed pages beside itself", async () => {
    await page.goto(address(`?tenant=${TENANT}&style=${STYLE}`));
    await write("你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept();
    server.pushPage({ url: `${server.origin}/demo/delivery.html`, title: "配送说明", at_once: true });
    await at("page-card").waitFor();
    const [opened] = await Promise.all([context.waitForEvent("page"), at("page-open").click()]);
    await opened.waitForURL("**/delivery.html");
    expect(page.url()).toContain("chat.html");
  });

  it("asks once whether answers may come as notifications", async () => {
    await page.goto(address(`?tenant=${TENANT}&style=${STYLE}`));
    expect(await at("push-consent").count()).toBe(0);
    await write("你好");
    await at("push-consent").getByText("离开后也能收到回复？").waitFor();
    await at("push-later").click();
    await at("push-consent").waitFor({ state: "detached" });
    await page.reload();
    await at("message").getByText("你好").waitFor();
    expect(await at("push-consent").count()).toBe(0);
  });

  it("subscribes with the visitor's consent", async () => {
    await context.grantPermissions(["notifications"], { origin: server.origin });
    await page.addInitScript(() => {
      const subscription = { toJSON: () => ({ endpoint: "https://push.example/1", keys: { p256dh: "p", auth: "a" } }) };
      Object.defineProperty(Notification, "permission", { get: () => "default" });
      Notification.requestPermission = async () => "granted";
      PushManager.prototype.subscribe = async () => subscription as unknown as PushSubscription;
    });
    await page.goto(address(`?tenant=${TENANT}&style=${STYLE}`));
    await write("你好");
    await at("push-allow").click();
    await panel(page).locator("[data-testid=push-consent][data-state=on]").waitFor();
    await eventually(() => expect(server.subscriptions).toMatchObject([{ endpoint: "https://push.example/1" }]));
    const workers = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map((each) => each.scope));
    expect(workers).toEqual([`${server.origin}/widget/`]);
  });
});
