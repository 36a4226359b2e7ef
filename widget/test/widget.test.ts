import type { SendMessage } from "@parlor/protocol";
import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Widget } from "../../clients/widget-api/src/types";
import { launcher, PATIENCE_MS, panel } from "./browser";
import { FakeServer, STYLE, TENANT } from "./fake-server";
import { scenes } from "./scene";

const server = new FakeServer();
let page: Page;
let newPage: () => Promise<Page>;

scenes(server, { locale: "zh-CN" }, (scene) => {
  ({ page, newPage } = scene);
});

const visit = async (path = "longjing.html", on = page) => {
  await on.goto(`${server.origin}/demo/${path}`);
  await launcher(on).waitFor();
};
const write = async (text: string, on = page) => {
  await panel(on).getByTestId("composer").fill(text);
  await panel(on).getByTestId("send").click();
};
const texts = (on = page) => panel(on).getByTestId("message").locator(".bubble").allTextContents();
const sends = () => server.frames.filter((frame): frame is SendMessage => frame.action === "chat" && frame.type === "send");
const said = () => server.log.flatMap((entry) => (entry.kind === "message" ? [entry.text] : []));
const eventually = (check: () => unknown, timeout = PATIENCE_MS) => vi.waitFor(check, { timeout, interval: 50 });
/** Until what the next page shall find is in this tab's storage. */
const stored = (text: string) =>
  eventually(async () => expect(await page.evaluate(() => Object.values(sessionStorage).join())).toContain(text));

describe("on the host page", () => {
  it("costs two requests until it is used, moves nothing and is seen at once", async () => {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await page.addInitScript(() => {
      Object.assign(window, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) Object.assign(window, { shift: (entry as unknown as { value: number }).value });
      }).observe({ type: "layout-shift", buffered: true });
    });
    await visit();
    await eventually(() => expect(server.frames).toHaveLength(1));
    expect(requests.filter((path) => /api|widget/.test(path))).toEqual([
      "/widget/loader.js",
      `/widget/styles/${TENANT}/${STYLE}.json`,
      "/api/widget/visit",
    ]);
    expect(server.frames[0]).toMatchObject({
      action: "track",
      type: "page",
      url: `${server.origin}/demo/longjing.html`,
      title: "明前龙井礼盒 - 青叶茶铺",
      language: "zh-CN",
    });
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
  });

  it("tells of every page, also within a single-page site", async () => {
    await visit();
    await eventually(() => expect(server.frames).toHaveLength(1));
    await page.evaluate(() => {
      history.pushState(null, "", "?size=500");
      document.title = "500 g";
    });
    await eventually(() =>
      expect(server.frames.at(-1)).toMatchObject({
        type: "page",
        url: `${server.origin}/demo/longjing.html?size=500`,
        title: "500 g",
        referrer: `${server.origin}/demo/longjing.html`,
      }),
    );
    await page.goBack();
    await eventually(() => expect(server.frames.at(-1)).toMatchObject({ url: `${server.origin}/demo/longjing.html` }));
    await page.evaluate(() => history.replaceState(null, "", location.href));
    await page.waitForTimeout(200);
    expect(server.frames).toHaveLength(3);
  });

  it("works under a strict content security policy", async () => {
    await visit("longjing.html?strict");
    await launcher(page).click();
    await write("你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    expect(await launcher(page).evaluate((button) => getComputedStyle(button).position)).toBe("fixed");
  });

  it("works where nothing may be stored", async () => {
    await page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException("blocked", "SecurityError");
          },
        });
      }
    });
    // The shop's own basket needs storage, too; only ours is meant here.
    await page.route("**/shop.js", (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
    await visit();
    await launcher(page).click();
    await write("你好");
    await panel(page).locator("[data-state=sent]").waitFor();
  });

  it("obeys the page: open, close, hide, also before it has come", async () => {
    await page.addInitScript(() => {
      Object.assign(window, { parlor: [["open"]] });
    });
    await visit();
    await panel(page).getByTestId("composer").waitFor();
    await page.evaluate(() => window.parlor?.push(["close"]));
    await page.locator(".closed").waitFor({ state: "attached" });
    await page.evaluate(() => (window.parlor as Widget).hide());
    expect(await launcher(page).isVisible()).toBe(false);
    await page.evaluate(() => window.parlor?.push(["open"]));
    await panel(page).getByTestId("composer").waitFor();
  });

  it("wears the widget that the address names", async () => {
    const bodies: unknown[] = [];
    page.on("request", (request) => request.url().endsWith("/visit") && bodies.push(request.postDataJSON()));
    await visit("index.html?tenant=01JD00000000000000000000T9&style=01JD00000000000000000000S9");
    await page.getByRole("link", { name: "看看今年的新茶" }).click();
    await launcher(page).waitFor();
    await eventually(() => expect(bodies).toHaveLength(2));
    for (const body of bodies) {
      expect(body).toMatchObject({ tenant_id: "01JD00000000000000000000T9", style_id: "01JD00000000000000000000S9" });
    }
  });
});

describe("a conversation", () => {
  it("opens with the first message and goes both ways, text as text", async () => {
    await visit();
    await launcher(page).click();
    const markup = '<img src=x onerror="parent.hacked=1"> <b>粗</b> 看 https://a.example/b?c=1，谢谢';
    await write(markup);
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept();
    server.say("<script>parent.hacked=1</script> javascript:alert(1)");
    await eventually(async () => expect(await texts()).toEqual([markup, "<script>parent.hacked=1</script> javascript:alert(1)"]));
    const link = panel(page).getByRole("link");
    expect(await link.count()).toBe(1);
    expect(await link.getAttribute("href")).toBe("https://a.example/b?c=1");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer nofollow");
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    await eventually(() => expect(server.conversation?.read_by_visitor).toBe(4));
    server.read();
    await panel(page).locator("[data-state=read]").waitFor();
  });

  it("shows what is typed, at most once a second", async () => {
    await visit();
    await launcher(page).click();
    await write("你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept();
    await panel(page).getByTestId("event").waitFor();
    const previews = () => server.frames.flatMap((frame) => (frame.type === "typing" ? [frame.text] : []));
    const began = performance.now();
    await panel(page).getByTestId("composer").pressSequentially("这是一句很长的话", { delay: 60 });
    await eventually(() => expect(previews().at(-1)).toBe("这是一句很长的话"));
    // One at once, then one a second, however slowly the keys came.
    expect(previews().length).toBeLessThanOrEqual(2 + (performance.now() - began) / 1_000);
    expect(previews().length).toBeLessThan(8);
    server.type();
    await panel(page).getByTestId("agent-typing").waitFor();
  });

  it("goes on over pages and reloads", async () => {
    await visit();
    await launcher(page).click();
    await write("第一句");
    await panel(page).locator("[data-state=sent]").waitFor();
    await panel(page).getByTestId("composer").fill("写到一半");
    await stored("写到一半");
    await page.getByRole("link", { name: "关于我们" }).click();
    await eventually(async () => expect(await texts()).toEqual(["第一句"]));
    await eventually(async () => expect(await panel(page).getByTestId("composer").inputValue()).toBe("写到一半"));
    await panel(page).getByTestId("send").click();
    // Shown is safe: it need not have been sent.
    await panel(page).getByTestId("message").nth(1).waitFor();
    await page.reload();
    await eventually(async () => expect(await texts()).toEqual(["第一句", "写到一半"]));
    await eventually(() => expect(said()).toEqual(["第一句", "写到一半"]));
    // The same tab is the same producer on every page, so that the conversation need not remember many.
    expect(new Set(sends().map((frame) => frame.client_id.producer)).size).toBe(1);
  });

  it("is in step in two tabs", async () => {
    const other = await newPage();
    await visit();
    await visit("about.html", other);
    await launcher(page).click();
    await write("从第一个标签页");
    await panel(page).locator("[data-state=sent]").waitFor();
    await launcher(other).click();
    await write("从第二个", other);
    await eventually(() => expect(said()).toHaveLength(2));
    server.accept();
    server.say("看到了");
    for (const tab of [page, other]) {
      await eventually(async () => expect(await texts(tab)).toEqual(["从第一个标签页", "从第二个", "看到了"]));
    }
    expect(new Set(sends().map((frame) => frame.client_id.producer)).size).toBe(2);
  });

  it("loses nothing when the network goes and the page with it", async () => {
    await visit();
    await launcher(page).click();
    await write("一");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.down = true;
    server.cut();
    await write("二");
    await write("三");
    const bar = panel(page).getByTestId("reconnect-bar");
    await bar
      .getByText(/网络中断，\d+ 秒后重连（第 \d 次）/)
      .first()
      .waitFor();
    await panel(page).locator("[data-state=pending]").nth(1).waitFor();
    const refused = page.waitForEvent("requestfailed", (request) => request.url().endsWith(".json"));
    await page.reload();
    await refused;
    server.down = false;
    await launcher(page).waitFor();
    await eventually(async () => expect(await texts()).toEqual(["一", "二", "三"]));
    await eventually(() => expect(said()).toEqual(["一", "二", "三"]));
  });

  it("reconnects at once on request", async () => {
    await visit();
    await launcher(page).click();
    await write("一");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.down = true;
    server.cut();
    // A pause so long that its end cannot be taken for the click's effect.
    await panel(page)
      .getByTestId("reconnect-bar")
      .getByText(/([89]|1\d) 秒后/)
      .first()
      .waitFor({ timeout: 60_000 });
    server.down = false;
    await panel(page).getByTestId("reconnect").click();
    await panel(page).getByTestId("reconnect-bar").waitFor({ state: "detached", timeout: 6_000 });
  });

  it("repeats a message whose answer got lost, once is enough", async () => {
    await visit();
    await launcher(page).click();
    let lost = 0;
    server.lose = (frame) => frame.type === "send" && lost++ === 0;
    await write("听得到吗");
    await eventually(() => expect(sends()).toHaveLength(1));
    server.cut();
    await eventually(() => expect(said()).toEqual(["听得到吗"]));
    expect(sends().map((frame) => frame.client_id.n)).toEqual([1, 1]);
  });

  it("counts what is unread while it is closed", async () => {
    await visit();
    await launcher(page).click();
    await write("在吗");
    await panel(page).locator("[data-state=sent]").waitFor();
    await panel(page).getByTestId("minimise").click();
    server.accept();
    server.say("在的");
    server.say("请说");
    await eventually(async () => expect(await page.locator(".badge").textContent()).toBe("2"));
    await eventually(async () => expect(await launcher(page).getAttribute("aria-label")).toContain("2 条未读"));
    await page.reload();
    await eventually(async () => expect(await page.locator(".badge").textContent()).toBe("2"));
    await launcher(page).click();
    await eventually(async () => expect(await page.locator(".badge").textContent()).toBe(""));
    await eventually(() => expect(server.conversation?.read_by_visitor).toBe(5));
  });

  it("ends when the visitor says so, and another begins", async () => {
    await visit();
    await launcher(page).click();
    await write("你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    await panel(page).getByTestId("close").click();
    await panel(page).getByTestId("confirm-end").click();
    await panel(page).getByTestId("start-again").click();
    await panel(page).getByTestId("welcome").waitFor();
    const first = server.conversation?.conversation_id;
    await write("还有一件事");
    await panel(page).locator("[data-state=sent]").waitFor();
    expect(server.conversation?.conversation_id).not.toBe(first);
  });

  it("carries a message that met a closed conversation into a new one", async () => {
    await visit();
    await launcher(page).click();
    await write("你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    // Nobody answers until it is written: a widget that learnt of the end before would not let anybody write.
    server.down = true;
    server.cut();
    server.close();
    await write("等一下");
    await panel(page).locator("[data-state=pending]").waitFor();
    server.down = false;
    await eventually(() => expect(said()).toEqual(["等一下"]));
    await eventually(async () => expect(await texts()).toEqual(["等一下"]));
  });

  it("can be used with the keyboard alone", async () => {
    await visit();
    await page.keyboard.press("Tab");
    await launcher(page).focus();
    await page.keyboard.press("Enter");
    await panel(page).getByTestId("composer").waitFor();
    await eventually(async () => expect(await focused()).toBe("composer"));
    await page.keyboard.type("你好");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("第二行");
    await page.keyboard.press("Enter");
    await eventually(() => expect(said()).toEqual(["你好\n第二行"]));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await eventually(async () => expect(await focused()).toBe("emoji"));
    await page.keyboard.press("Enter");
    await panel(page).locator(".emoji-picker button:focus").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await eventually(async () => expect(await panel(page).getByTestId("composer").inputValue()).toBe("😋"));
    await page.keyboard.press("Escape");
    await page.locator(".closed").waitFor({ state: "attached" });
    const active = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute("data-testid"));
    await eventually(async () => expect(await active()).toBe("launcher"));
  });

  const focused = () => panel(page).locator(":focus").first().getAttribute("data-testid");
});

describe("the queue", () => {
  it("tells the place, also after a reload", async () => {
    await visit();
    await launcher(page).click();
    await write("你好");
    await panel(page).getByTestId("queue").waitFor();
    server.queue(3, 150);
    await eventually(async () => expect(await panel(page).getByTestId("queue-position").textContent()).toBe("3"));
    await panel(page).getByTestId("queue-wait").getByText("预计等待 约 3 分钟").waitFor();
    await page.reload();
    await panel(page).getByTestId("queue").waitFor();
    await eventually(() => expect(server.frames.filter((frame) => frame.type === "open")).toHaveLength(2));
    server.accept();
    await panel(page).getByTestId("queue").waitFor({ state: "detached" });
  });

  it("can be left for a message, with what was written", async () => {
    await visit();
    await launcher(page).click();
    await write("龙井还有吗");
    await panel(page).locator("[data-state=sent]").waitFor();
    await panel(page).getByTestId("leave-queue").click();
    await eventually(() => expect(server.conversation?.state).toBe("closed"));
    await eventually(async () => expect(await panel(page).getByTestId("field-text").inputValue()).toBe("龙井还有吗"));
    await panel(page).getByTestId("field-email").fill("a@b.example");
    await panel(page).getByTestId("submit-left-message").click();
    await panel(page).getByTestId("receipt").waitFor();
    expect(server.leftMessages).toMatchObject([{ email: "a@b.example", text: "龙井还有吗" }]);
  });
});

describe("a left message", () => {
  beforeEach(() => {
    server.availability = "offline";
  });

  it("is asked for when nobody is there; what is wrong stands beside the field", async () => {
    await visit();
    await launcher(page).click();
    const frame = panel(page);
    await frame.getByTestId("submit-left-message").click();
    await frame.getByTestId("error-email").getByText("请写下邮箱，我们用它回复您").waitFor();
    await frame.getByTestId("error-text").getByText("请写下留言内容").waitFor();
    await frame.getByTestId("field-email").fill("a@b");
    await frame.getByTestId("field-text").fill("几点开门？");
    await frame.getByTestId("error-email").getByText("邮箱不完整").waitFor();
    await stored("几点开门？");
    await page.getByRole("link", { name: "配送", exact: true }).click();
    await eventually(async () => expect(await frame.getByTestId("field-text").inputValue()).toBe("几点开门？"));
    await frame.getByTestId("field-email").fill("a@b.example");
    server.leftMessageProblem = { code: "invalid", message: "?", status: 400, field: "email" };
    await frame.getByTestId("submit-left-message").click();
    await frame.getByTestId("error-email").getByText("邮箱不完整").waitFor();
    await frame.getByTestId("field-email").fill("c@b.example");
    server.leftMessageProblem = { code: "internal", message: "?", status: 500 };
    await frame.getByTestId("submit-left-message").click();
    await frame.getByRole("alert").getByText("没有提交成功").waitFor();
    server.leftMessageProblem = undefined;
    await frame.getByTestId("submit-left-message").click();
    await frame.getByTestId("receipt").waitFor();
    expect(server.leftMessages).toMatchObject([
      { email: "c@b.example", text: "几点开门？", page_url: `${server.origin}/demo/delivery.html` },
    ]);
  });

  it("is not asked for when somebody has come since", async () => {
    await visit();
    server.availability = "online";
    await launcher(page).click();
    await panel(page).getByTestId("composer").waitFor();
    await eventually(async () => expect(await launcher(page).textContent()).toBe("在线咨询"));
  });

  it("is not taken away from somebody who writes one", async () => {
    await visit();
    await launcher(page).click();
    await panel(page).getByTestId("field-text").fill("几点");
    server.availability = "online";
    server.cut();
    await eventually(async () => expect(await launcher(page).textContent()).toBe("在线咨询"));
    expect(await panel(page).getByTestId("field-text").inputValue()).toBe("几点");
  });

  it("takes what was written when the last agent has just left", async () => {
    server.availability = "online";
    await visit();
    await launcher(page).click();
    await panel(page).getByTestId("composer").waitFor();
    server.availability = "offline";
    await write("有人吗");
    await eventually(async () => expect(await panel(page).getByTestId("field-text").inputValue()).toBe("有人吗"));
  });

  it("says when it opens again", async () => {
    server.opensAt = new Date().setHours(23, 59, 0, 0);
    await visit();
    await launcher(page).click();
    await panel(page).getByTestId("opens-at").getByText("23:59").waitFor();
  });

  it("takes what was written when it closes meanwhile, and says when it opens", async () => {
    server.availability = "online";
    await visit();
    await launcher(page).click();
    await panel(page).getByTestId("composer").waitFor();
    server.availability = "offline";
    server.opensAt = new Date().setHours(23, 59, 0, 0);
    await write("有人吗");
    await panel(page).getByTestId("opens-at").getByText("23:59").waitFor();
    expect(await panel(page).getByTestId("field-text").inputValue()).toBe("有人吗");
  });

  it("takes what was written when the queue is full; the visitor may try again", async () => {
    server.availability = "online";
    server.full = true;
    await visit();
    await launcher(page).click();
    await panel(page).getByTestId("composer").waitFor();
    await write("有人吗");
    await panel(page).getByText("当前排队人数较多").waitFor();
    expect(await panel(page).getByTestId("field-text").inputValue()).toBe("有人吗");
    server.full = false;
    await panel(page).getByRole("button", { name: "返回对话" }).click();
    await write("还在吗");
    await panel(page).getByTestId("queue").waitFor();
  });
});

describe("an invitation", () => {
  const invited = async (kind: "invitation" | "forced" = "invitation") => {
    await eventually(() => expect(server.sockets).toBeGreaterThan(0));
    server.invite(kind, "需要帮忙吗？");
  };
  const answers = () => server.frames.flatMap((frame) => (frame.action === "invite" && frame.type === "answer" ? [frame.answer] : []));

  it("becomes a conversation", async () => {
    await visit();
    await invited();
    await panel(page).getByTestId("invitation-accept").click();
    await eventually(() => expect(server.frames.at(-1)).toMatchObject({ type: "sync" }));
    await eventually(() => expect(answers()).toEqual(["accept"]));
    expect(server.frames.find((frame) => frame.type === "open")).toHaveProperty("invitation_id");
    await page.locator(".panel").waitFor({ state: "attached" });
  });

  it("stands on the next page, too, and goes in all tabs when one answers", async () => {
    const other = await newPage();
    await visit();
    await visit("about.html", other);
    await eventually(() => expect(server.sockets).toBe(2));
    await invited();
    for (const tab of [page, other]) await panel(tab).getByTestId("invitation-later").waitFor();
    await stored("需要帮忙吗？");
    await page.getByRole("link", { name: "配送", exact: true }).click();
    await panel(page).getByTestId("invitation-later").click();
    await other.locator(".closed").waitFor({ state: "attached" });
    await eventually(() => expect(answers()).toEqual(["later"]));
  });

  it("later means not for ten minutes, never means never", async () => {
    await visit();
    await invited();
    await panel(page).getByTestId("invitation-later").click();
    await invited();
    await eventually(() => expect(answers()).toEqual(["later", "later"]));
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.endsWith(":quiet")) localStorage.setItem(key, "1");
    });
    await invited();
    await panel(page).getByTestId("invitation-never").click();
    await eventually(() => expect(answers()).toEqual(["later", "later", "never"]));
    const before = server.connections;
    await page.reload();
    // The socket of the page before may still be there: it is the new one that shall be asked.
    await eventually(() => expect(server.connections).toBeGreaterThan(before));
    await invited();
    await eventually(() => expect(answers()).toEqual(["later", "later", "never", "never"]));
    await page.locator(".closed").waitFor({ state: "attached" });
  });

  it("that is forced opens a small window; an answer makes the conversation", async () => {
    await visit();
    await invited("forced");
    await panel(page).getByText("需要帮忙吗？").waitFor();
    await page.locator(".corner").waitFor({ state: "attached" });
    await eventually(async () => expect((await page.locator("iframe").boundingBox())?.height).toBeLessThan(260));
    await write("好的");
    await panel(page).locator("[data-state=sent]").waitFor();
    await eventually(() => expect(answers()).toEqual(["accept"]));
    await page.reload();
    await page.locator(".corner").waitFor({ state: "attached" });
    await eventually(async () => expect(await texts()).toEqual(["好的"]));
  });
});
