import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launch, launcher, PATIENCE_MS, panel } from "./browser";
import { companyPanel, invitationBox } from "./company";
import { FakeServer, STYLE, TENANT } from "./fake-server";
import { faults, faultsOf } from "./faults";

/** Both themes, with colours that are a trial for text on them; the launcher, which has most of the colour, in all four. */
const LOOKS = [
  { locale: "zh-CN", colorScheme: "light", color: "#ffe14d" },
  { locale: "zh-CN", colorScheme: "dark", color: "#0f6a60" },
  { locale: "en", colorScheme: "light", color: "#12203a" },
  { locale: "en", colorScheme: "dark", color: "#ffe14d" },
] as const;

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

const write = async (page: Page, text: string) => {
  await panel(page).getByTestId("composer").fill(text);
  await panel(page).getByTestId("send").click();
};

const FORM = {
  form_id: "01JD00000000000000000000F1",
  title: "收货资料",
  fields: [
    { key: "kind", kind: "choice", label: "用途", required: true, options: [{ value: "送礼" }, { value: "自用" }] },
    { key: "name", kind: "name", label: "称呼" },
    { key: "more", kind: "long_text", label: "其他" },
  ],
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
  async "what messages hold"(page) {
    server.survey = { questions: [{ key: "stars", kind: "stars", label: "感受", required: true }] };
    await launcher(page).click();
    await write(page, "你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept();
    const color = (name: string) => ({ text: name, color: name }) as never;
    const spans = ["red", "orange", "green", "blue", "purple", "gray"].map(color);
    server.sayFormatted([
      { type: "paragraph", spans },
      { type: "list", items: [[{ text: "一", link: "https://a.example" }]] },
    ]);
    server.say("自动的", { automatic: true, quote: 2 });
    server.pushPage({ url: "https://a.example", title: "网页" });
    server.sendFile({ name: "说明.pdf", type: "application/pdf", size: 9 }, Buffer.from("%PDF-1.4"));
    server.pushForm(FORM as never);
    await panel(page).getByTestId("form-submit").click();
    await panel(page).getByTestId("error-kind").waitFor();
    await panel(page).getByTestId("message-actions").last().focus();
    await page.keyboard.press("Enter");
    await panel(page).getByTestId("quote").click();
    await panel(page).getByTestId("quote-bar").waitFor();
  },
  async "a menu of a message"(page) {
    await launcher(page).click();
    await write(page, "你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    await panel(page).getByTestId("message-actions").focus();
    await page.keyboard.press("Enter");
    await panel(page).getByTestId("recall").waitFor();
  },
  async "what is uploaded"(page) {
    server.slowUploads = 20_000;
    await launcher(page).click();
    await write(page, "你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    for (const name of ["a.exe", "b.txt"]) {
      await panel(page)
        .getByTestId("file-input")
        .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from("x") });
      await panel(page)
        .getByTestId(name === "a.exe" ? "upload-discard" : "upload-progress")
        .waitFor();
    }
  },
  async formatting(page) {
    await launcher(page).click();
    await panel(page).getByTestId("format").click();
    await panel(page).getByTestId("editor").waitFor();
    await panel(page).getByTestId("format-link").click();
    await panel(page).getByTestId("format-apply").click();
  },
  async "part of the screen"(page) {
    await launcher(page).click();
    await panel(page).getByTestId("capture").click();
    await panel(page).getByTestId("crop").locator("canvas").waitFor();
  },
  async "a transcript by mail"(page) {
    await launcher(page).click();
    await write(page, "你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    await panel(page).getByTestId("more").click();
    await panel(page).getByTestId("transcript-mail").click();
    await panel(page).getByTestId("transcript-send").click();
    await panel(page).getByTestId("error-email").waitFor();
  },
  async "a page of its own"(page) {
    server.style = { ...server.style, panel: companyPanel(server.origin) };
    await page.goto(`${server.origin}/widget/chat.html?tenant=${TENANT}&style=${STYLE}`);
    await write(page, "你好");
    await panel(page).getByTestId("push-consent").waitFor();
    server.accept("顾问");
    await panel(page).getByTestId("beside").getByTestId("agent-card").waitFor();
  },
  async survey(page) {
    server.survey = {
      questions: [
        { key: "stars", kind: "stars", label: "感受", required: true },
        { key: "why", kind: "choice", label: "原因", options: ["快", "好"] },
        { key: "more", kind: "text", label: "还想说" },
      ],
    };
    await launcher(page).click();
    await write(page, "你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.close();
    await panel(page).getByTestId("survey-submit").click();
    await panel(page).getByTestId("error-stars").waitFor();
    await panel(page).getByTestId("survey").getByText("快").click();
  },
  async "the form before"(page) {
    server.style = { ...server.style, pre_chat: { enabled: true, fields: FORM.fields as never } };
    await page.reload();
    await launcher(page).click();
    await panel(page).getByTestId("pre-chat-submit").click();
    await panel(page).getByTestId("error-kind").waitFor();
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
  async "no network"(page) {
    await launcher(page).click();
    await write(page, "你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.down = true;
    server.cut();
    await panel(page).locator(".network").waitFor();
  },
  async "an error"(page) {
    await launcher(page).click();
    await write(page, "你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    await page.route("**/widget/visit", (route) => route.fulfill({ status: 404, body: "{}" }));
    server.cut();
    await panel(page).locator(".network.stopped").waitFor();
  },
  async "a receipt"(page) {
    server.availability = "offline";
    await page.reload();
    await launcher(page).click();
    await panel(page).getByTestId("field-email").fill("li@example.com");
    await panel(page).getByTestId("field-text").fill("有货吗？");
    await panel(page).getByTestId("submit-left-message").click();
    await panel(page).getByTestId("receipt").waitFor();
  },
  async "nobody may be reached"(page) {
    server.availability = "refused";
    await page.reload();
    await launcher(page).click();
    await panel(page).getByTestId("refused").waitFor();
  },
  async "a small window"(page) {
    while (server.sockets === 0) await page.waitForTimeout(20);
    server.invite("forced", "需要帮忙吗？");
    await panel(page).getByTestId("composer").waitFor();
  },
  async "the company's panel"(page) {
    server.style = { ...server.style, panel: companyPanel(server.origin) };
    await page.reload();
    await launcher(page).click();
    await panel(page).getByTestId("announcement").waitFor();
    expect(await faults(page)).toEqual([]);
    await write(page, "你好");
    await panel(page).locator("[data-state=sent]").waitFor();
    server.accept("顾问");
    await panel(page).getByTestId("tab-site").click();
    expect(await faults(page)).toEqual([]);
    await panel(page).getByTestId("tab-about").click();
    server.say("在的");
    await panel(page).locator(".count").waitFor();
    await panel(page).getByTestId("agent-card").waitFor();
  },
  async invitation(page) {
    server.style = { ...server.style, invitation_box: invitationBox(server.origin) };
    await page.reload();
    while (server.sockets === 0) await page.waitForTimeout(20);
    server.invite("invitation", "需要帮忙吗？");
    await panel(page).getByTestId("invitation-accept").waitFor();
  },
};

describe("for everybody", () => {
  for (const [number, { locale, colorScheme, color }] of LOOKS.entries()) {
    const states = number === 0 || number === 3 ? STATES : {};
    for (const [state, arrange] of Object.entries(states)) {
      it(`${state}, ${locale}, ${colorScheme}`, async () => {
        server.style = { ...server.style, color };
        const context = await browser.newContext({ colorScheme, locale });
        const page = await context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        try {
          await page.goto(`${server.origin}/demo/${locale === "en" ? "en" : "longjing"}.html`);
          await launcher(page).waitFor();
          await arrange(page);
          expect(await faults(page)).toEqual([]);
        } finally {
          await context.close();
        }
      });
    }

    it(`launcher, ${locale}, ${colorScheme}`, async () => {
      server.style = { ...server.style, color };
      const context = await browser.newContext({ colorScheme, locale });
      const page = await context.newPage();
      try {
        for (const availability of ["online", "busy", "offline"] as const) {
          server.availability = availability;
          await page.goto(`${server.origin}/demo/${locale === "en" ? "en" : "longjing"}.html`);
          await launcher(page).waitFor();
          expect(await faultsOf(page)).toEqual([]);
        }
      } finally {
        await context.close();
      }
    });
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
