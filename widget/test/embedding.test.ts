import type { DepartmentChoice } from "@parlor/protocol";
import { chromium, type Page } from "playwright-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Widget } from "../../clients/widget-api/src/types";
import { FLAGS, launcher, PATIENCE_MS, panel } from "./browser";
import { FakeServer } from "./fake-server";
import { scenes } from "./scene";

/** How the widget stands on somebody else's page: launchers of all kinds, consent, commands and events, policies, foreign styles, tabs. */
const server = new FakeServer();
let page: Page;
let newPage: () => Promise<Page>;

scenes(server, { locale: "zh-CN", viewport: { width: 1_000, height: 800 } }, (scene) => {
  ({ page, newPage } = scene);
});

const demo = (path = "longjing.html") => `${server.origin}/demo/${path}`;
const visit = async (path = "longjing.html", on = page) => {
  await on.goto(demo(path));
  await launcher(on).waitFor();
};
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: PATIENCE_MS, interval: 50 });
const say = (...command: unknown[]) => page.evaluate((line) => window.parlor?.push(line), command);
const sent = () => server.frames.map((frame) => `${frame.action} ${frame.type}`);
const composer = (on = page) => panel(on).getByTestId("composer");

/** Everything that a page can keep. */
const kept = () =>
  page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(document.cookie ? [document.cookie] : []),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...(await caches.keys()),
  ]);

/** The shop's page with something else in the place of its snippet. */
async function withSnippet(change: (snippet: string) => string): Promise<void> {
  await page.route("**/demo/*.html", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/<script[^>]*loader[.]js[^>]*><[/]script>/, change);
    await route.fulfill({ response, body });
  });
}

describe("consent", () => {
  beforeEach(() => {
    server.style = { consent: "ask" };
  });

  it("comes first: until then nothing is stored, nobody is a visitor, and there is no socket", async () => {
    await visit();
    await page.evaluate(() => history.pushState(null, "", "?size=500"));
    await page.waitForTimeout(300);
    expect(server.asked.map(({ look, visitor_token }) => [look, visitor_token])).toEqual([[true, undefined]]);
    expect(server.connections).toBe(0);
    expect(await kept()).toEqual([]);
    await say("consent", true);
    await eventually(() => expect(sent()).toEqual(["track page"]));
    expect(server.frames[0]).toMatchObject({ url: demo("longjing.html?size=500") });
    // It is remembered, and it is taken back for good.
    await page.reload();
    await eventually(() => expect(sent()).toHaveLength(2));
    await launcher(page).click();
    await composer().fill("写到一半");
    await eventually(async () => expect((await kept()).length).toBeGreaterThan(2));
    await say("consent", false);
    await page.locator("iframe").waitFor({ state: "detached" });
    await eventually(() => expect(server.sockets).toBe(0));
    expect(await kept()).toEqual([]);
    await page.reload();
    await launcher(page).waitFor();
    await page.waitForTimeout(300);
    expect([server.asked.at(-1)?.look, server.sockets, await kept()]).toEqual([true, 0, []]);
  });

  it("is what a visitor gives who opens the window", async () => {
    await visit();
    await launcher(page).click();
    await composer().waitFor();
    expect(await kept()).toEqual(expect.arrayContaining([expect.stringContaining(":visitor"), expect.stringContaining(":consent")]));
  });

  it("can be refused where the style does not ask", async () => {
    server.style = {};
    await page.addInitScript(() => Object.assign(window, { parlor: [["consent", false]] }));
    await visit();
    expect([server.asked.map(({ look }) => look), server.connections, await kept()]).toEqual([[true], 0, []]);
  });
});

it("stays away without a style, and says why once", async () => {
  for (const off of ["suspended", "deleted", "unknown"] as const) {
    server.off = off;
    const said: string[] = [];
    const note = (message: { text(): string }) => message.text().includes("Parlor") && said.push(message.text());
    page.on("console", note);
    await page.goto(demo());
    await eventually(() => expect(said).toEqual([`Parlor is off: ${off}`]));
    await say("open");
    await say("show");
    await page.waitForTimeout(200);
    expect(said).toHaveLength(1);
    expect(await page.locator("iframe").count()).toBe(0);
    expect(await launcher(page).count()).toBe(0);
    page.off("console", note);
  }
  expect([server.asked.length, server.connections]).toEqual([0, 0]);
});

describe("launchers", () => {
  const place = (style: string) => (snippet: string) => `<span data-parlor-place style="display:inline-block;${style}"></span>${snippet}`;
  const picture = (name: string) => ({ url: demo(`img/${name}.svg`), width: 120, height: 60 });

  it("fill the place that the page keeps for them and shift nothing", async () => {
    server.style = { kind: "fixed", scheme: "dark" };
    await withSnippet(place("width:180px;height:52px"));
    await page.addInitScript(() => {
      Object.assign(window, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) Object.assign(window, { shift: (entry as unknown as { value: number }).value });
      }).observe({ type: "layout-shift", buffered: true });
    });
    await visit();
    const boxes = await Promise.all([launcher(page).boundingBox(), page.locator("[data-parlor-place]").boundingBox()]);
    expect(boxes[0]?.height).toBe(boxes[1]?.height);
    expect(boxes[0]?.width).toBeLessThanOrEqual(boxes[1]?.width ?? 0);
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
    await launcher(page).click();
    await composer().waitFor();
    // A page that is put together anew has another place.
    await page.evaluate(() => {
      document.querySelector("[data-parlor-place]")?.replaceWith(Object.assign(document.createElement("p"), { id: "new" }));
      document.querySelector("#new")?.toggleAttribute("data-parlor-place");
      history.pushState(null, "", "?next");
    });
    await page.locator("#new").getByTestId("launcher").waitFor();
  });

  it("are the company's pictures, by state, where the snippet stands", async () => {
    server.style = { kind: "image", pictures: { online: picture("leaf"), offline: picture("teapot") } };
    const look = () =>
      launcher(page)
        .locator("i")
        .evaluate((icon) => getComputedStyle(icon).backgroundImage);
    await visit();
    const box = await launcher(page).boundingBox();
    expect([box?.width, box?.height]).toEqual([120, 60]);
    expect(await look()).toContain("leaf.svg");
    expect(await launcher(page).evaluate((button) => getComputedStyle(button).position)).toBe("relative");
    expect(await launcher(page).getAttribute("aria-label")).toBe("在线咨询");
    server.availability = "offline";
    await page.reload();
    await launcher(page).waitFor();
    expect(await look()).toContain("teapot.svg");
    expect(await launcher(page).getAttribute("aria-label")).toBe("留言");
  });

  it("are words among the page's own", async () => {
    server.style = { kind: "text" };
    await withSnippet(
      (snippet) => `<p style="font:italic 19px serif;color:rgb(1,2,3)">问我们：<span data-parlor-place></span></p>${snippet}`,
    );
    await visit();
    const style = await launcher(page).evaluate((button) => {
      const { fontSize, color, textDecorationLine } = getComputedStyle(button);
      return [fontSize, color, textDecorationLine, button.textContent];
    });
    expect(style).toEqual(["19px", "rgb(1, 2, 3)", "underline", "在线咨询"]);
  });

  it("let the visitor choose a department before the window opens", async () => {
    const department = (id: string, name: string, availability: DepartmentChoice["availability"]) => ({
      department_id: id,
      name,
      availability,
    });
    server.style = { kind: "departments", departments: [department("D1", "售前", "online"), department("D2", "售后", "busy")] };
    await visit();
    const choices = page.getByTestId("launcher-department");
    await launcher(page).click();
    await choices.first().waitFor();
    expect(await choices.allTextContents()).toEqual(["售前", "售后客服忙，可排队"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    await choices.first().waitFor({ state: "detached" });
    expect(await page.locator("iframe").count()).toBe(0);
    await launcher(page).click();
    await choices.filter({ hasText: "售后" }).click();
    await composer().fill("你好");
    await panel(page).getByTestId("send").click();
    await eventually(() => expect(server.frames.find((frame) => frame.type === "open")).toMatchObject({ department_id: "D2" }));
  });

  it("can be left out: visits are followed all the same", async () => {
    server.style = { kind: "none" };
    await page.goto(demo());
    await eventually(() => expect(sent()).toEqual(["track page"]));
    expect(await launcher(page).count()).toBe(0);
    await say("open");
    await composer().waitFor();
  });
});

describe("commands and events", () => {
  it("are taken before the loader is there, and nothing that a listener throws disturbs anybody", async () => {
    await page.addInitScript(() => {
      const heard: unknown[] = [];
      const on = ["ready", "open", "close", "message", "unread", "state", "conversation"].map((name) => [
        "on",
        name,
        (value: unknown) => {
          heard.push([name, value]);
          throw new Error("the page's own trouble");
        },
      ]);
      Object.assign(window, {
        heard,
        parlor: [...on, ["identify", { userId: 7, hmac: "ab", name: "Wen" }], ["tag", "vip"], ["track", "size-chart", 3]],
      });
    });
    await visit();
    const heard = () => page.evaluate(() => (window as unknown as { heard: [string, unknown][] }).heard);
    await eventually(() => expect(sent()).toEqual(expect.arrayContaining(["track page", "track tag", "track event"])));
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]).toMatchObject({ identity: { user_id: 7, hmac: "ab", name: "Wen" } });
    expect(server.frames).toEqual(
      expect.arrayContaining([
        { action: "track", type: "tag", tag: "vip" },
        { action: "track", type: "event", name: "size-chart", value: 3 },
      ]),
    );
    await page.evaluate(() => (window.parlor as Widget).conversion("order", 320));
    await page.evaluate(() => (window.parlor as Widget).track("filter", { colour: "green", deep: {} }));
    await eventually(() =>
      expect(server.frames.at(-1)).toEqual({ action: "track", type: "event", name: "filter", fields: { colour: "green" } }),
    );
    expect(server.frames.at(-2)).toEqual({ action: "track", type: "conversion", name: "order", value: 320 });
    await page.evaluate(() => (window.parlor as Widget).open());
    await composer().fill("你好");
    await panel(page).getByTestId("send").click();
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept();
    const active = (each: [string, unknown]) => (each[1] as { state?: string })?.state === "active";
    await eventually(async () => expect((await heard()).some(active)).toBe(true));
    await page.evaluate(() => (window.parlor as Widget).close());
    server.say("在的");
    await eventually(async () => expect((await heard()).filter(([name]) => name === "unread").at(-1)).toEqual(["unread", 1]));
    const all = (await heard()).filter(([name]) => name !== "unread");
    expect(
      all.map(([name, value]) =>
        name === "conversation"
          ? [name, (value as { state: string }).state]
          : name === "message"
            ? [name, (value as { by: string }).by]
            : [name],
      ),
    ).toEqual([
      ["ready"],
      ["state"],
      ["open"],
      ["conversation", "waiting"],
      ["message", "visitor"],
      ["conversation", "active"],
      ["close"],
      ["message", "agent"],
    ]);
    await page.evaluate(() => (window.parlor as Widget).hide());
    await launcher(page).waitFor({ state: "hidden" });
    await page.evaluate(() => (window.parlor as Widget).show());
    await launcher(page).waitFor();
  });

  it("open the window once, also before the loader is there", async () => {
    await page.addInitScript(() => {
      const heard: unknown[] = [];
      const parlor = [
        ["on", "open", () => heard.push("open")],
        ["on", "message", ({ text }: { text: string }) => heard.push(text)],
        ["open"],
      ];
      Object.assign(window, { heard, parlor });
    });
    await visit();
    await composer().fill("你好");
    await panel(page).getByTestId("send").click();
    await eventually(async () =>
      expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual(["open", "你好"]),
    );
    expect(await page.locator("iframe").count()).toBe(1);
  });

  it("make another visitor of somebody who signs in or out, in every tab", async () => {
    const other = await newPage();
    await visit();
    await visit("about.html", other);
    await launcher(page).click();
    await composer().fill("写到一半");
    server.visitor = "01JD00000000000000000000V2";
    await say("identify", { userId: "42", hmac: "ab" });
    await eventually(() => expect(server.asked.at(-2)).toMatchObject({ identity: { user_id: "42", hmac: "ab" } }));
    const token = (on: Page) => on.evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith(":visitor"))?.[1]);
    await eventually(async () => expect(await token(page)).toBe("token-of-01JD00000000000000000000V2"));
    // The other tab goes on as the same one, with a socket of theirs.
    await eventually(() => expect(server.asked.at(-1)).toMatchObject({ visitor_token: "token-of-01JD00000000000000000000V2" }));
    // What is open is open again, with what was being written.
    await eventually(async () => expect(await composer().inputValue()).toBe("写到一半"));
    server.visitor = "01JD00000000000000000000V3";
    await say("identify", null);
    await eventually(async () => expect(await token(page)).toBe("token-of-01JD00000000000000000000V3"));
    expect((await kept()).filter((key) => key?.includes("draft"))).toEqual([]);
    await eventually(() => expect(server.sockets).toBe(2));
  });
});

it("opens and closes the window in all tabs", async () => {
  const other = await newPage();
  await visit();
  await visit("about.html", other);
  // Only who has the widget's second half listens: whoever has used it once.
  await launcher(other).click();
  await composer(other).waitFor();
  await launcher(page).click();
  await composer().waitFor();
  await panel(page).getByTestId("minimise").click();
  for (const tab of [page, other]) await tab.locator(".closed").waitFor({ state: "attached" });
  await launcher(page).click();
  for (const tab of [page, other]) await tab.locator(".panel").waitFor({ state: "attached" });
});

it("works under a policy that names each script", async () => {
  server.style = {
    rules: [{ rule_id: "01JD00000000000000000000R1", kind: "forced", often: "once", texts: { "zh-CN": "您好" }, when: {} }],
  };
  await visit("longjing.html?nonce");
  await panel(page).getByText("您好").waitFor();
  await say("tag", "vip");
  await eventually(() => expect(sent()).toContain("track tag"));
});

it("lets no style of the page in and none of its own out", async () => {
  const elements = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("html, body, h1, button, a, p, div, span")]
        .filter((element) => !element.shadowRoot)
        .map((element) => [...getComputedStyle(element)].map((name) => getComputedStyle(element).getPropertyValue(name)).join()),
    );
  await page.route("**/loader.js", (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
  await page.goto(demo());
  const without = await elements();
  await page.unroute("**/loader.js");
  await visit();
  expect(await elements()).toEqual(without);
  const look = () =>
    launcher(page).evaluate((button) => {
      const { host } = button.getRootNode() as ShadowRoot;
      const { x, y, width, height } = button.getBoundingClientRect();
      const names = [
        "color",
        "backgroundColor",
        "font",
        "padding",
        "position",
        "opacity",
        "transform",
        "visibility",
        "cursor",
        "borderRadius",
      ] as const;
      const styles = [host, ...button.querySelectorAll("*"), button].map((element) => names.map((name) => getComputedStyle(element)[name]));
      return JSON.stringify([x, y, width, height, styles]);
    });
  const before = await look();
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      *, *::before, *::after { all: unset !important; display: inline !important; color: red !important; font: 3px cursive !important; opacity: 0.2 !important; }
      div, button, span, i, iframe { position: static !important; transform: scale(3) !important; visibility: hidden !important; padding: 40px !important; zoom: 1 !important; }
      html > div { width: 0 !important; height: 0 !important; z-index: -1 !important; pointer-events: none !important; filter: blur(9px) !important; }
      html { --accent: red !important; --text-on-accent: red !important; letter-spacing: 9px !important; }
    `);
    document.adoptedStyleSheets.push(sheet);
  });
  expect(await look()).toBe(before);
});

it("is put aside with its page and comes back as it was", async () => {
  // What the tests of a browser switch off as a rule.
  const own = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  try {
    const tab = await own.newPage();
    tab.setDefaultTimeout(PATIENCE_MS);
    await visit("longjing.html", tab);
    await launcher(tab).click();
    await composer(tab).fill("写到一半");
    await tab.evaluate(() => {
      Object.assign(window, { back: 0 });
      addEventListener("pageshow", ({ persisted }) => persisted && Object.assign(window, { back: 1 }));
    });
    await tab.goto(demo("about.html"));
    await eventually(() => expect(server.sockets).toBe(1));
    await tab.goBack({ waitUntil: "commit" });
    expect(await tab.evaluate(() => (window as unknown as { back: number }).back)).toBe(1);
    await eventually(async () => expect(await composer(tab).inputValue()).toBe("写到一半"));
    await eventually(() => expect(server.sockets).toBe(1));
    await eventually(() => expect(server.frames.at(-1)).toMatchObject({ type: "page", url: demo() }));
  } finally {
    await own.close();
  }
});

it("asks a phone to enlarge nothing, and keeps clear of its edges", async () => {
  server.availability = "offline";
  await page.setViewportSize({ width: 390, height: 800 });
  await visit();
  await launcher(page).click();
  const fields = panel(page).locator("input, textarea, select");
  await fields.first().waitFor();
  for (const size of await fields.evaluateAll((all) => all.map((field) => Number.parseFloat(getComputedStyle(field).fontSize)))) {
    expect(size).toBeGreaterThanOrEqual(16);
  }
  const frame = page.locator("iframe");
  expect(await frame.evaluate((element) => getComputedStyle(element).padding)).toBe("0px");
  await expect.poll(async () => (await frame.boundingBox())?.height).toBe(800);
});
