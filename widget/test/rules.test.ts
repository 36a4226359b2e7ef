import type { OpenConversation, PublishedRule } from "@parlor/protocol";
import type { Page } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import { launcher, PATIENCE_MS, panel } from "./browser";
import { FakeServer, type FakeStyle } from "./fake-server";
import { scenes } from "./scene";

const server = new FakeServer();
const RULE = "01JD00000000000000000000R1";
let page: Page;

scenes(server, { locale: "zh-CN" }, (scene) => {
  ({ page } = scene);
});

function rule(when: PublishedRule["when"], more: Partial<NonNullable<FakeStyle["rules"]>[number]> = {}): void {
  const made = { rule_id: RULE, kind: "invitation", often: "once", agent_id: "01JD00000000000000000000A1", agent_name: "林小满" } as const;
  server.style = { ...server.style, rules: [{ ...made, texts: { "zh-CN": "需要帮您选茶吗？", en: "May I help?" }, when, ...more }] };
}

const visit = async (path = "longjing.html") => {
  await page.goto(`${server.origin}/demo/${path}`);
  await launcher(page).waitFor();
};
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: PATIENCE_MS, interval: 50 });
const sent = () => server.frames.map((frame) => `${frame.action} ${frame.type}`);
const accept = () => panel(page).getByTestId("invitation-accept");

describe("automatic invitations", () => {
  it("are not even fetched where there are no rules, and cost no frame while somebody looks around", async () => {
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await visit();
    await eventually(() => expect(sent()).toEqual(["track page"]));
    expect(fetched.filter((path) => /rules|panel/.test(path))).toEqual([]);
    rule({ cart_min: 500 });
    await page.reload();
    await eventually(() => expect(fetched.filter((path) => path.includes("rules"))).toHaveLength(1));
    await page.evaluate(() => window.parlor?.push(["cart", 499]));
    await page.waitForTimeout(1_500);
    expect(sent()).toEqual(["track page", "track page"]);
    await page.evaluate(() => window.parlor?.push(["cart", 500]));
    await accept().waitFor();
    expect(sent()).toEqual(["track page", "track page"]);
  });

  it("work under a strict policy and become a conversation that knows its rule", async () => {
    rule({ page_s: 1 });
    await visit("longjing.html?strict");
    await accept().click();
    await eventually(() => expect(sent()).toContain("chat open"));
    const open = server.frames.find((frame): frame is OpenConversation => frame.type === "open");
    expect(open).toMatchObject({ rule_id: RULE, rule_language: "zh-CN", shown: { [RULE]: 1 } });
    expect(open).not.toHaveProperty("invitation_id");
    expect(sent()).not.toContain("invite answer");
  });

  it("once is once; later is counted and quiet, and never is never", async () => {
    rule({}, { often: "times", times: 9 });
    server.style = { ...server.style, quiet_minutes: 30 };
    await visit();
    await panel(page).getByTestId("invitation-later").click();
    await eventually(() =>
      expect(server.frames.at(-1)).toMatchObject({ type: "rule", rule_id: RULE, answer: "later", shown: { [RULE]: 1 } }),
    );
    const quiet = () => page.evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith(":quiet"))?.[1]);
    expect(Number(await quiet()) - Date.now()).toBeGreaterThan(29 * 60_000);
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.endsWith(":quiet")) localStorage.setItem(key, "1");
    });
    await page.reload();
    await panel(page).getByTestId("invitation-never").click();
    await eventually(() => expect(server.frames.at(-1)).toMatchObject({ answer: "never", shown: { [RULE]: 1 } }));
    await page.reload();
    await page.waitForTimeout(2_000);
    await page.locator(".closed").waitFor({ state: "attached" });
  });

  it("ask the server once for what only it knows, and open a small window if that is wanted", async () => {
    rule({ places: ["浙江"], scroll_percent: 50 }, { kind: "forced" });
    server.facts = { visits: 2, place: { country: "中国", province: "浙江省" } };
    await visit();
    await eventually(() => expect(sent().filter((each) => each === "track facts")).toHaveLength(1));
    await page.mouse.wheel(0, 5_000);
    await panel(page).getByText("需要帮您选茶吗？").waitFor();
    await page.locator(".corner").waitFor({ state: "attached" });
  });
});

describe("the launcher", () => {
  it("stands where the company wants it, on the pages that it wants", async () => {
    server.style = { x: 40, y: 90, pages: "^(?!(?:.*about\\.html(?:[?#].*)?)$)(?:.*)$" };
    await page.setViewportSize({ width: 1_000, height: 800 });
    await visit();
    const box = await launcher(page).boundingBox();
    expect([box && Math.round(1_000 - box.x - box.width), box && Math.round(800 - box.y - box.height)]).toEqual([40, 90]);
    await page.evaluate(() => history.pushState(null, "", "about.html"));
    await launcher(page).waitFor({ state: "hidden" });
    await page.evaluate(() => window.parlor?.push(["open"]));
    await panel(page).getByTestId("composer").waitFor();
  });

  it("can be left out on phones", async () => {
    server.style = { computers_only: true };
    await page.setViewportSize({ width: 1_000, height: 800 });
    await visit();
    await page.setViewportSize({ width: 390, height: 800 });
    await launcher(page).waitFor({ state: "hidden" });
  });
});
