import type { SendMessage } from "@parlor/protocol";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { launcher, PATIENCE_MS, panel } from "./browser";
import { FakeServer } from "./fake-server";
import { picture } from "./picture";
import { scenes } from "./scene";

const server = new FakeServer();
let page: Page;

scenes(server, { locale: "zh-CN", permissions: ["clipboard-read", "clipboard-write"] }, (scene) => {
  ({ page } = scene);
});
afterEach(() => {
  server.now = () => Date.now();
});

const eventually = (check: () => unknown, timeout = PATIENCE_MS) => vi.waitFor(check, { timeout, interval: 50 });
const at = (id: string) => panel(page).getByTestId(id);
const sends = () => server.frames.filter((frame): frame is SendMessage => frame.action === "chat" && frame.type === "send");
const write = async (text: string) => {
  await at("composer").fill(text);
  await at("send").click();
};

async function open(): Promise<void> {
  await page.goto(`${server.origin}/demo/longjing.html`);
  await launcher(page).click();
}

/** A conversation with an agent, begun by one message. */
async function talk(): Promise<void> {
  await open();
  await write("你好");
  await panel(page).locator("[data-state=sent]").waitFor();
  server.accept();
  await at("event").first().waitFor();
}

const FORM = {
  form_id: "01JD00000000000000000000F1",
  title: "收货资料",
  fields: [
    { key: "name", kind: "name", label: "称呼", required: true },
    { key: "email", kind: "email", label: "邮箱" },
    { key: "kind", kind: "choice", label: "用途", options: [{ value: "送礼" }, { value: "自用" }] },
  ],
} as const;
const form = () => structuredClone(FORM) as never;

const SURVEY = {
  questions: [
    { key: "stars", kind: "stars" as const, label: "整体感受", required: true },
    { key: "why", kind: "choice" as const, label: "最满意的是", options: ["回复快", "有耐心"] },
    { key: "more", kind: "text" as const, label: "还想说" },
  ],
  thanks: "谢谢，我们会继续努力",
};

describe("what messages hold", () => {
  it("is shown as it is meant, and nothing in it runs", async () => {
    await talk();
    server.sayFormatted([
      { type: "paragraph", spans: [{ text: "今年" }, { text: "新茶", bold: true, color: "red", size: "large" }] },
      { type: "list", items: [[{ text: "龙井" }], [{ text: "<img src=x onerror=alert(1)>" }]], ordered: true },
      {
        type: "paragraph",
        spans: [
          { text: "看这里", link: "https://a.example/x" },
          { text: "坏", link: "javascript:alert(1)" },
        ],
      },
    ]);
    const bubble = panel(page).locator("[data-by=agent] .bubble").last();
    await bubble.getByText("新茶").waitFor();
    expect(await bubble.locator(".c-red.strong.s-large").textContent()).toBe("新茶");
    expect(await bubble.locator("ol li").allTextContents()).toEqual(["龙井", "<img src=x onerror=alert(1)>"]);
    const links = bubble.locator("a");
    expect(await links.evaluateAll((all) => all.map((each) => each.getAttribute("href")))).toEqual(["https://a.example/x"]);
    expect(await bubble.locator("img").count()).toBe(0);
  });

  it("comes from somebody with a title", async () => {
    await talk();
    server.accept("高级茶艺师");
    await at("agent-title").getByText("高级茶艺师 · 正在为您服务").waitFor();
  });

  it("is marked as sent, delivered, read, and what nobody typed as automatic", async () => {
    await talk();
    server.say("您好，马上来", { automatic: true });
    await panel(page).getByText("自动回复").waitFor();
    const mine = panel(page).locator("[data-by=visitor]");
    expect(await mine.locator(".who").textContent()).toContain("已发送");
    server.deliver();
    await panel(page).locator("[data-state=delivered]").getByText("已送达").waitFor();
    server.read();
    await panel(page).locator("[data-state=read]").getByText("已读").waitFor();
  });

  it("answers another message, which can be found", async () => {
    await talk();
    server.say("要几罐？");
    const theirs = panel(page).locator("[data-by=agent]").filter({ hasText: "要几罐" });
    await theirs.hover();
    await theirs.getByTestId("message-actions").click();
    await at("quote").click();
    await at("quote-bar").getByText("要几罐？").waitFor();
    await page.reload();
    await at("quote-bar").getByText("要几罐？").waitFor();
    await write("三罐");
    await eventually(() => expect(sends().at(-1)).toMatchObject({ text: "三罐", quote: 4 }));
    await at("quoted").click();
    await panel(page).locator(".pointed-at").getByText("要几罐？").waitFor();
    expect(await at("quote-bar").count()).toBe(0);
  });

  it("can be copied", async () => {
    await talk();
    server.say("单号 SF123");
    const theirs = panel(page).locator("[data-by=agent]").filter({ hasText: "SF123" });
    await theirs.hover();
    await theirs.getByTestId("message-actions").click();
    await at("copy").click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("单号 SF123");
  });

  it("can be taken back for two minutes, by keyboard too", async () => {
    await talk();
    await write("说错了");
    await panel(page).locator("[data-state=sent]").nth(1).waitFor();
    const own = panel(page).locator("[data-by=visitor]").filter({ hasText: "说错了" });
    await own.getByTestId("message-actions").focus();
    await page.keyboard.press("Enter");
    await at("recall").focus();
    await page.keyboard.press("Enter");
    await panel(page).getByText("您撤回了一条消息").waitFor();
    expect(await own.count()).toBe(0);
    server.say("我也说错了");
    await panel(page).getByText("我也说错了").waitFor();
    server.recall(server.log.length);
    await panel(page).getByText("林小满 撤回了一条消息").waitFor();
    expect(await panel(page).getByText("我也说错了").count()).toBe(0);
    server.now = () => Date.now() - 121_000;
    await write("早就说了");
    await eventually(() => expect(server.log.at(-1)).toMatchObject({ text: "早就说了" }));
    server.now = () => Date.now();
    const old = panel(page).locator("[data-by=visitor]").filter({ hasText: "早就说了" });
    await old.getByTestId("message-actions").focus();
    await page.keyboard.press("Enter");
    await at("recall").click();
    await panel(page).locator(".notice").getByText("超过两分钟").waitFor();
    expect(await old.count()).toBe(1);
  });

  it("begins where the visitor left off", async () => {
    await talk();
    await at("minimise").click();
    await page.locator(".closed").waitFor({ state: "attached" });
    for (let i = 1; i <= 30; i++) server.say(`新的第 ${i} 句`);
    await eventually(async () => expect(await page.locator(".badge").textContent()).toBe("30"));
    await launcher(page).click();
    await at("unread").waitFor();
    await eventually(async () => {
      const [line, list] = [await at("unread").boundingBox(), await at("log").boundingBox()];
      expect(Math.abs((line?.y ?? 0) - (list?.y ?? 0))).toBeLessThan(20);
    });
    expect(server.frames.some((frame) => frame.type === "read" && frame.seq === server.log.length)).toBe(false);
    await at("log").evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await eventually(() => expect(server.conversation?.read_by_visitor).toBe(server.log.length));
    await write("看完了");
    await at("unread").waitFor({ state: "detached" });
  });

  it("goes back to the beginning of a long conversation without moving what is read", async () => {
    const by = { role: "agent", id: "A", name: "林小满" } as const;
    const said = (n: number) => ({ kind: "message", by, client_id: { producer: "agent0000000", n }, text: `第 ${n} 句` }) as const;
    const first = { kind: "queued", by: { role: "visitor" }, department_id: "D", department_name: "D" } as const;
    server.talk([first, ...Array.from({ length: 160 }, (_, i) => said(i + 1))], Date.now() - 3 * 3_600_000);
    await open();
    await panel(page).getByText("第 160 句").waitFor();
    expect(await at("message").count()).toBe(50);
    await at("older").scrollIntoViewIfNeeded();
    await eventually(async () => expect(await at("message").count()).toBeGreaterThanOrEqual(100));
    const list = at("log");
    expect(await list.evaluate((box) => box.scrollTop)).toBeGreaterThan(500);
    for (let i = 0; i < 4; i++) {
      await list.evaluate((box) => box.scrollTo(0, 0));
      await page.waitForTimeout(200);
    }
    await eventually(async () => expect(await at("message").count()).toBe(160));
    expect(await at("older").count()).toBe(0);
    expect(await at("message").locator(".bubble").first().textContent()).toBe("第 1 句");
  });
});

describe("formatting", () => {
  it("is loaded when it is wanted, kept over a reload, and sent as structure", async () => {
    const loaded: string[] = [];
    page.on("request", (request) => loaded.push(request.url()));
    await talk();
    expect(loaded.some((url) => /editor|capture/.test(url))).toBe(false);
    await at("composer").fill("新茶到了");
    await at("format").click();
    await at("editor").getByText("新茶到了").waitFor();
    await page.keyboard.press("Control+a");
    await at("format-bold").click();
    await at("format-color").selectOption({ label: "红色" });
    await page.keyboard.press("End");
    await page.keyboard.press("Shift+Enter");
    await at("format-bold").click();
    await at("format-color").selectOption({ label: "默认颜色" });
    await page.keyboard.type("快来");
    await eventually(async () => expect(await page.evaluate(() => JSON.stringify(sessionStorage))).toContain("快来"));
    await page.reload();
    await at("editor").getByText("新茶到了").waitFor();
    await at("send").click();
    await eventually(() =>
      expect(sends().at(-1)).toMatchObject({
        body: [
          { type: "paragraph", spans: [{ text: "新茶到了", bold: true, color: "red" }] },
          { type: "paragraph", spans: [{ text: "快来" }] },
        ],
      }),
    );
    expect(await at("editor").textContent()).toBe("");
    await page.keyboard.type("只是字");
    await page.keyboard.press("Enter");
    await eventually(() => expect(sends().at(-1)).toMatchObject({ text: "只是字" }));
  });

  it("makes lists and links, and takes nothing foreign in", async () => {
    await talk();
    await at("format").click();
    await at("editor").waitFor();
    await at("format-list").click();
    await page.keyboard.type("龙井");
    await page.keyboard.press("Enter");
    await page.keyboard.type("碧螺春");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await at("editor").evaluate((area) => {
      const data = new DataTransfer();
      data.setData("text/html", "<img src=x onerror=alert(1)><b>粘贴</b>");
      data.setData("text/plain", "粘贴");
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await at("format-link").click();
    await at("format-address").fill("not an address");
    await at("format-apply").click();
    await panel(page).getByText("请写完整的网址").waitFor();
    await at("format-address").fill("a.example/x");
    await at("format-apply").click();
    await at("send").click();
    await eventually(() =>
      expect(sends().at(-1)?.body).toEqual([
        { type: "list", items: [[{ text: "龙井" }], [{ text: "碧螺春" }]] },
        { type: "paragraph", spans: [{ text: "粘贴" }, { text: "https://a.example/x", link: "https://a.example/x" }] },
      ]),
    );
  });
});

describe("files", () => {
  const choose = (name: string, mimeType: string, buffer: Buffer) => at("file-input").setInputFiles({ name, mimeType, buffer });

  it("go into the store with a small picture, and are shown at once", async () => {
    await talk();
    server.slowUploads = 600;
    await choose("茶.png", "image/png", picture(1_200, 800));
    await at("upload-progress").waitFor();
    await eventually(() => expect(sends().at(-1)).toHaveProperty("file_id"));
    await at("picture").locator("img").waitFor();
    const [file] = server.files.values();
    expect(file).toMatchObject({ name: "茶.png", type: "image/png", width: 1200, height: 800, thumbnail: true, finished: true });
    expect(file?.bytes.thumbnail?.length).toBeLessThan(128 * 1024);
    expect(file?.bytes.file?.equals(picture(1_200, 800))).toBe(true);
    // From this machine's own memory: nobody was asked for a link yet to show it.
    await page.reload();
    await at("picture").locator("img").waitFor();
    expect(await at("picture").getAttribute("href")).toContain("/store/");
  });

  it("can be cancelled, tried again, or refused with a reason", async () => {
    await talk();
    server.slowUploads = 3_000;
    await choose("a.pdf", "application/pdf", Buffer.from("%PDF-1.4"));
    await at("upload-cancel").click();
    await at("upload").waitFor({ state: "detached" });
    server.slowUploads = 0;
    server.failUploads = 1;
    await choose("b.pdf", "application/pdf", Buffer.from("%PDF-1.4"));
    await at("upload").getByText("没有传上去").waitFor();
    await at("upload-retry").click();
    await at("file-link").getByText("b.pdf").waitFor();
    await choose("c.exe", "application/x-msdownload", Buffer.from("MZ"));
    await at("upload").getByText("不能发送这种文件").waitFor();
    expect(await at("upload-retry").count()).toBe(0);
    await at("upload-discard").click();
    await choose("d.txt", "text/plain", Buffer.alloc(0));
    await at("upload").getByText("这是空文件").waitFor();
    expect(sends().filter((frame) => frame.file_id)).toHaveLength(1);
  });

  it("wait for the network and for a conversation", async () => {
    await open();
    await choose("a.txt", "text/plain", Buffer.from("hello"));
    await at("file-link").getByText("a.txt").waitFor();
    server.down = true;
    server.cut();
    await at("reconnect-bar").waitFor();
    await choose("b.txt", "text/plain", Buffer.from("hello"));
    await at("upload").getByText("等待网络").waitFor();
    server.down = false;
    await at("file-link").getByText("b.txt").waitFor();
  });

  it("can be pasted and dropped", async () => {
    await talk();
    const drop = (target: string, kind: "paste" | "drop") =>
      panel(page)
        .locator(target)
        .evaluate((element, name) => {
          const data = new DataTransfer();
          data.items.add(new File(["hello"], `${name}.txt`, { type: "text/plain" }));
          const options = { bubbles: true, cancelable: true };
          element.dispatchEvent(
            name === "paste"
              ? new ClipboardEvent("paste", { ...options, clipboardData: data })
              : new DragEvent("drop", { ...options, dataTransfer: data }),
          );
        }, kind);
    await drop("textarea", "paste");
    await at("file-link").getByText("paste.txt").waitFor();
    await drop(".log", "drop");
    await at("file-link").getByText("drop.txt").waitFor();
  });

  it("of the agent come with links, asked for together and again when they have ended", async () => {
    await page.clock.install();
    await talk();
    const png = picture(40, 30);
    server.sendFile({ name: "一.png", type: "image/png", size: png.length, width: 40, height: 30, thumbnail: true }, png);
    server.sendFile({ name: "二.png", type: "image/png", size: png.length, width: 40, height: 30, thumbnail: true }, png);
    server.sendFile({ name: "说明.pdf", type: "application/pdf", size: 9 }, Buffer.from("%PDF-1.4"));
    await eventually(async () => expect(await at("picture").locator("img").count()).toBe(2));
    await eventually(async () => expect(await at("file-link").getAttribute("href")).toContain("download"));
    expect(server.linksAsked).toBeLessThanOrEqual(2);
    const before = await at("file-link").getAttribute("href");
    await page.clock.fastForward("11:00");
    await eventually(async () => expect(await at("file-link").getAttribute("href")).not.toBe(before));
  });

  it("may be a part of the screen", async () => {
    await talk();
    await at("capture").click();
    const screen = at("crop").locator("canvas");
    await screen.waitFor();
    const box = await screen.boundingBox();
    if (!box) throw new Error("nothing to cut from");
    await page.mouse.move(box.x + box.width / 4, box.y + box.height / 4);
    await page.mouse.down();
    await page.mouse.move(box.x + (box.width * 3) / 4, box.y + box.height / 2, { steps: 3 });
    await page.mouse.up();
    const marked = await at("crop").locator("i").boundingBox();
    expect(marked?.width).toBeCloseTo(box.width / 2, 0);
    expect(marked?.height).toBeCloseTo(box.height / 4, 0);
    await at("capture-send").click();
    await at("picture").locator("img").waitFor();
    const [file] = server.files.values();
    expect((file?.width ?? 0) / (file?.height ?? 1)).toBeCloseTo((box.width / box.height) * 2, 0);
    expect(await at("crop").count()).toBe(0);
  });

  it("cannot be a part of the screen where the machine gives none, and that is said", async () => {
    await page.addInitScript(() => {
      MediaDevices.prototype.getDisplayMedia = () => Promise.reject(new DOMException("", "NotReadableError"));
    });
    await talk();
    await at("capture").click();
    await panel(page).locator(".notice").getByText("没有截到屏幕").waitFor();
  });

  it("are not offered where the company wants none", async () => {
    server.style = { ...server.style, switches: { visitor_files: false } };
    await talk();
    expect(await at("attach").count()).toBe(0);
    expect(await at("capture").count()).toBe(0);
  });
});

describe("forms", () => {
  it("come before the conversation, prefilled, checked and kept over a reload", async () => {
    server.style = {
      ...server.style,
      pre_chat: { enabled: true, intro: "先了解一下", fields: [...FORM.fields] as never },
      fields_known: { name: "陈女士" },
    };
    await open();
    await at("pre-chat").getByText("先了解一下").waitFor();
    expect(await at("field-name").inputValue()).toBe("陈女士");
    await at("field-name").fill("");
    await at("field-email").fill("a@b");
    await at("pre-chat-submit").click();
    await at("error-name").waitFor();
    await at("error-email").waitFor();
    expect(server.conversation).toBeUndefined();
    await at("field-name").fill("陈");
    await at("field-email").fill("a@b.example");
    await at("field-kind").selectOption("送礼");
    await eventually(async () => expect(await page.evaluate(() => JSON.stringify(sessionStorage))).toContain("送礼"));
    await page.reload();
    await eventually(async () => expect(await at("field-kind").inputValue()).toBe("送礼"));
    await at("pre-chat-submit").click();
    await at("composer").waitFor();
    const opened = server.frames.find((frame) => frame.type === "open");
    expect(opened).toMatchObject({ form: { name: "陈", email: "a@b.example", kind: "送礼" } });
  });

  it("are shown when the server demands them, with what it finds wrong", async () => {
    server.formDemanded = true;
    const fields = [{ key: "phone", kind: "phone", label: "手机" }] as never;
    server.style = { ...server.style, pre_chat: { enabled: true, fields } };
    await open();
    await at("pre-chat-submit").click();
    await at("error-phone").waitFor();
    await at("field-phone").fill("139 0000 0000");
    await at("pre-chat-submit").click();
    await at("composer").waitFor();
  });

  it("that the company has taken away meanwhile do not stand in the way", async () => {
    server.style = { ...server.style, pre_chat: { enabled: true, fields: [{ key: "phone", kind: "phone", label: "手机" }] as never } };
    await open();
    await at("field-phone").fill("139 0000 0000");
    server.noForm = true;
    const { pre_chat: _, ...style } = server.style;
    server.style = style;
    await at("pre-chat-submit").click();
    await at("composer").waitFor();
    await eventually(() => expect(server.conversation?.state).toBe("waiting"));
  });

  it("are filled in where the agent asks", async () => {
    await talk();
    server.pushForm(form());
    await at("form-card").getByText("收货资料").waitFor();
    await at("form-submit").click();
    await at("error-name").waitFor();
    await at("field-name").fill("陈");
    await eventually(async () => expect(await page.evaluate(() => JSON.stringify(sessionStorage))).toContain("tab:form"));
    await page.reload();
    await eventually(async () => expect(await at("field-name").inputValue()).toBe("陈"));
    await at("form-submit").click();
    await panel(page).locator("[data-testid=form-card][data-state=sent]").getByText("陈").waitFor();
    expect(server.log.at(-1)).toMatchObject({ kind: "form_answered", values: [{ key: "name", value: "陈" }] });
  });
});

describe("a rating", () => {
  it("is asked for at the end, also after a reload, and can be changed", async () => {
    server.survey = SURVEY;
    await talk();
    server.close();
    await at("survey").getByText("林小满 的服务怎么样？").waitFor();
    await at("survey-submit").click();
    await at("error-stars").waitFor();
    await page.reload();
    await at("survey").getByText("整体感受").waitFor();
    await at("star-4").click();
    await at("survey").getByText("满意", { exact: true }).waitFor();
    await at("survey").getByText("有耐心").click();
    await at("answer-more").fill("很好");
    await eventually(async () => expect(await page.evaluate(() => JSON.stringify(sessionStorage))).toContain("很好"));
    await page.reload();
    await eventually(async () => expect(await at("answer-more").inputValue()).toBe("很好"));
    await at("survey-submit").click();
    await at("survey").getByText("谢谢，我们会继续努力").waitFor();
    await panel(page).getByText("您的评价：4 星").waitFor();
    await at("survey-change").click();
    await at("star-5").click();
    await at("survey-submit").click();
    await panel(page).getByText("您的评价：5 星").waitFor();
    const rates = server.frames.filter((frame) => frame.type === "rate");
    expect(rates.at(-1)).toMatchObject({ answers: [{ key: "stars", stars: 5 }, { value: "有耐心" }, { value: "很好" }] });
    await at("start-again").click();
    await at("composer").waitFor();
  });

  it("may be asked for in the middle, and skipped", async () => {
    server.survey = SURVEY;
    await talk();
    server.pushSurvey();
    await at("survey").waitFor();
    await at("survey-skip").click();
    await at("survey").waitFor({ state: "detached" });
  });
});

describe("a pushed page", () => {
  it("opens after the visitor's click", async () => {
    await talk();
    server.pushPage({ url: `${server.origin}/demo/delivery.html`, title: "配送说明" });
    await at("page-card").getByText("配送说明").waitFor();
    await page.waitForTimeout(300);
    expect(page.url()).toContain("longjing.html");
    await at("page-open").click();
    await page.waitForURL("**/delivery.html");
    await at("page-card").waitFor();
  });

  it("opens by itself once, where the company wants that, and never after a reload", async () => {
    await talk();
    server.pushPage({ url: `${server.origin}/demo/delivery.html`, title: "配送说明", at_once: true });
    await page.waitForURL("**/delivery.html");
    await at("page-card").waitFor();
    await page.goto(`${server.origin}/demo/longjing.html`);
    await at("page-card").waitFor();
    await page.waitForTimeout(500);
    expect(page.url()).toContain("longjing.html");
  });

  it("leads to the web only", async () => {
    await talk();
    server.pushPage({ url: "javascript:document.title='x'", title: "坏", at_once: true });
    await at("page-open").click();
    await page.waitForTimeout(300);
    expect(page.url()).toContain("longjing.html");
    expect(await page.title()).not.toBe("x");
  });
});

describe("the conversation to keep", () => {
  it("is saved, printed and mailed", async () => {
    await talk();
    await at("more").click();
    const [download] = await Promise.all([page.waitForEvent("download"), at("transcript-download").click()]);
    expect(download.suggestedFilename()).toMatch(/^对话记录 \d{4}-\d\d-\d\d\.html$/);
    await at("more").click();
    await at("transcript-mail").click();
    await at("transcript-send").click();
    await at("error-email").waitFor();
    await at("transcript-form").getByTestId("field-email").fill("a@b.example");
    await at("transcript-send").click();
    await at("transcript-sent").getByText("a@b.example").waitFor();
    expect(server.transcripts).toMatchObject([{ language: "zh-CN" }, { email: "a@b.example" }]);
  });

  it("is not offered where the company does not want it", async () => {
    server.style = { ...server.style, switches: { transcripts: false } };
    await talk();
    await at("more").click();
    await at("end").waitFor();
    expect(await at("transcript-download").count()).toBe(0);
  });
});
