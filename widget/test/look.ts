import { mkdirSync } from "node:fs";
import type { VisitorLanguage } from "@parlor/protocol";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { launch, launcher, panel } from "./browser";
import { companyPanel, invitationBox } from "./company";
import { FakeServer, STYLE, TENANT } from "./fake-server";
import { picture } from "./picture";
import { mirrored, PSEUDO } from "./pseudo";

/**
 * Pictures of every state, for people to look at: `LOOK=folder npx vitest run`. ONLY=talk,queue and SIDE=en-dark choose
 * some; SPEAK=ja (or ar-XB, from right to left) is the widget's own language.
 * Nothing is compared: fonts differ between machines.
 */
const FOLDER = process.env.LOOK ?? ".";

const server = new FakeServer();
let browser: Browser;

const TODAY = new Date("2026-11-22T10:31:00").getTime();
const MESSAGES = {
  "zh-CN": [
    "你好，这款礼盒送长辈，250 g 装里面是两罐吗？",
    "您好，是两罐各 125 g，配一个提袋和冲泡卡。",
    "详细的可以看 https://qingye-tea.example/gift/longjing 这一页。",
    "上次收到边角压坏了，这次能加固包装吗？😊",
    "可以的，这次免费换成木盒加厚纸箱，压坏包退。",
  ],
  en: [
    "Hello, does the 250 g box hold two tins? It is for my parents.",
    "Hello! Yes, two tins of 125 g, with a bag and a brewing card.",
    "Here is the page: https://qingye-tea.example/gift/longjing, with all sizes.",
    "The corner was crushed last time. Can you pack it better? 😊",
    "Yes. A wooden case in a thick carton, free of charge.",
  ],
};
type Language = keyof typeof MESSAGES;

function talk(language: Language): void {
  const agent = { role: "agent", id: "A", name: language === "en" ? "Lin Xiaoman" : "林小满" } as const;
  const said = (i: number, mine: boolean) => ({
    kind: "message" as const,
    by: mine ? ({ role: "visitor" } as const) : agent,
    client_id: { producer: mine ? "visitor00000" : "agent0000000", n: i + 1 },
    text: MESSAGES[language][i] ?? "",
  });
  server.talk(
    [
      { kind: "queued", by: { role: "visitor" }, department_id: "D", department_name: "售前咨询" },
      { kind: "accepted", by: agent, agent_id: "A", agent_name: agent.name },
      said(0, true),
      said(1, false),
      said(2, false),
      said(3, true),
      said(4, false),
    ],
    TODAY,
  );
  Object.assign(server.conversation as object, { agent_name: agent.name, read_by_agent: 4 });
}

const infoForm = (en: boolean) => ({
  form_id: "01JD00000000000000000000F1",
  title: en ? "Where shall it go?" : "收货资料",
  intro: en ? "So that the right box reaches you." : "方便我们给您安排发货。",
  fields: [
    {
      key: "kind",
      kind: "choice",
      label: en ? "What is it about?" : "想咨询什么",
      required: true,
      options: en ? [{ value: "A gift" }, { value: "An order" }] : [{ value: "送礼选购" }, { value: "订单" }],
    },
    { key: "name", kind: "name", label: en ? "Name" : "称呼", required: true },
    { key: "phone", kind: "phone", label: en ? "Phone" : "手机" },
  ],
});

const survey = (en: boolean) => ({
  questions: [
    { key: "stars", kind: "stars" as const, label: en ? "Overall" : "整体感受", required: true },
    {
      key: "why",
      kind: "choice" as const,
      label: en ? "What was good" : "最满意的是",
      options: en ? ["Fast", "Patient", "Knows tea", "Clear"] : ["懂茶", "回复快", "有耐心", "说得清楚"],
    },
    { key: "more", kind: "text" as const, label: en ? "Anything else" : "还想说点什么" },
  ],
});

type State = (page: Page, language: Language) => Promise<void>;
const write = async (page: Page, words: string) => {
  await panel(page).getByTestId("composer").fill(words);
  await panel(page).getByTestId("send").click();
};
const open: State = async (page) => {
  await launcher(page).click();
  await panel(page).locator(".window").waitFor();
};

const STATES: Record<string, { before?: (language: Language) => void; act: State }> = {
  launcher: { act: async () => {} },
  "launcher-offline": {
    before: () => {
      server.availability = "offline";
    },
    act: async () => {},
  },
  "launcher-unread": {
    before: (language) => {
      talk(language);
      Object.assign(server.conversation as object, { last_by: "agent", read_by_visitor: 5 });
    },
    act: async (page) => {
      await page.locator(".badge:not(:empty)").waitFor();
    },
  },
  welcome: { act: open },
  talk: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      server.type();
      await panel(page).getByTestId("agent-typing").waitFor();
    },
  },
  queue: {
    act: async (page, language) => {
      await open(page, language);
      await write(page, language === "en" ? "Is the Longjing from this spring?" : "这款龙井是今年的新茶吗？");
      await panel(page).getByTestId("queue").waitFor();
      server.queue(4, 300);
      server.queue(2, 180);
      await panel(page).getByTestId("queue-position").getByText("2").waitFor();
    },
  },
  "queue-next": {
    act: async (page, language) => {
      await open(page, language);
      await write(page, language === "en" ? "Hello" : "在吗");
      await panel(page).getByTestId("queue").waitFor();
      server.queue(0);
    },
  },
  reconnecting: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      server.down = true;
      server.cut();
      await write(page, language === "en" ? "Is “Lin'an” enough as the address?" : "地址写临安区可以吗");
      await panel(page).getByTestId("reconnect").waitFor();
      await page.waitForTimeout(4_500);
    },
  },
  closed: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      server.close();
      await panel(page).getByTestId("closed").waitFor();
    },
  },
  rich: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      const en = language === "en";
      server.sayFormatted([
        {
          type: "paragraph",
          spans: [{ text: en ? "This spring's " : "今年的" }, { text: en ? "first tea" : "头采", bold: true, color: "green" }],
        },
        {
          type: "list",
          ordered: true,
          items: [
            [{ text: en ? "Rinse the cup" : "温杯" }],
            [{ text: "85 °C", color: "red" }, { text: en ? ", two minutes" : "，两分钟" }],
            [{ text: en ? "More here" : "详细看这里", link: "https://qingye-tea.example/brew" }],
          ],
        },
        {
          type: "paragraph",
          spans: [
            { text: en ? "Large" : "大字", size: "large" },
            { text: en ? " and small" : "和小字", size: "small" },
          ],
        },
      ]);
      server.say(en ? "Which one?" : "您要哪一款？", { automatic: true });
      const last = panel(page).getByTestId("message").last();
      await last.hover();
      await last.getByTestId("message-actions").click();
    },
  },
  quote: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      const theirs = panel(page).getByTestId("message").nth(1);
      const quote = async () => {
        await theirs.getByTestId("message-actions").focus();
        await page.keyboard.press("Enter");
        await panel(page).getByTestId("quote").click();
      };
      await quote();
      await write(page, language === "en" ? "Two tins, then" : "那就两罐");
      await panel(page).getByTestId("quoted").waitFor();
      server.deliver();
      await quote();
    },
  },
  recalled: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      server.recall(4);
      await panel(page).getByTestId("message").nth(3).waitFor();
    },
  },
  files: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      const png = picture(480, 320);
      server.sendFile({ name: "box.png", type: "image/png", size: png.length, width: 480, height: 320 }, png);
      server.sendFile({ name: language === "en" ? "Brewing card.pdf" : "冲泡卡.pdf", type: "application/pdf", size: 260_000 }, png);
      await panel(page).getByTestId("picture").locator("img").waitFor();
      server.slowUploads = 20_000;
      const files = [
        { name: "corner.png", mimeType: "image/png", buffer: picture(320, 200) },
        { name: language === "en" ? "setup.exe" : "安装.exe", mimeType: "application/pdf", buffer: Buffer.from("MZ") },
      ];
      await panel(page)
        .getByTestId("file-input")
        .setInputFiles(files[1] as (typeof files)[0]);
      await panel(page).getByTestId("upload-discard").waitFor();
      await panel(page)
        .getByTestId("file-input")
        .setInputFiles(files[0] as (typeof files)[0]);
      await panel(page).getByTestId("upload-progress").waitFor();
    },
  },
  cards: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      const en = language === "en";
      server.pushPage({ url: "https://qingye-tea.example/gift/longjing", title: en ? "Longjing gift box" : "龙井礼盒" });
      server.pushForm(infoForm(en) as never);
      await panel(page).getByTestId("form-submit").click();
    },
  },
  "form-sent": {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      const en = language === "en";
      await panel(page).getByTestId("message").nth(4).waitFor();
      server.pushForm(infoForm(en) as never);
      await panel(page)
        .getByTestId("field-name")
        .fill(en ? "Chen" : "陈女士");
      await panel(page).getByTestId("field-kind").selectOption({ index: 1 });
      await panel(page).getByTestId("form-submit").click();
      await panel(page).locator("[data-testid=form-card][data-state=sent]").waitFor();
    },
  },
  "pre-chat": {
    before: (language) => {
      const en = language === "en";
      const { fields } = infoForm(en);
      server.style = {
        ...server.style,
        pre_chat: { enabled: true, fields: fields as never },
        fields_known: { name: en ? "Chen" : "陈女士" },
      };
    },
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("field-phone").fill("139-x");
      await panel(page).getByTestId("pre-chat-submit").click();
    },
  },
  survey: {
    before: (language) => {
      talk(language);
      server.survey = survey(language === "en");
    },
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      server.close();
      await panel(page).getByTestId("star-4").click();
      await panel(page).getByTestId("survey").locator(".choices label").first().click();
    },
  },
  "survey-done": {
    before: (language) => {
      talk(language);
      server.survey = survey(language === "en");
    },
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      server.close();
      await panel(page).getByTestId("star-5").click();
      await panel(page).getByTestId("survey-submit").click();
      await panel(page).getByTestId("survey-change").waitFor();
    },
  },
  formatting: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("format").click();
      await panel(page).getByTestId("editor").waitFor();
      await panel(page).getByTestId("format-bold").click();
      await page.keyboard.type(language === "en" ? "Please pack it well" : "麻烦包装好一点");
      await panel(page).getByTestId("format-list").click();
    },
  },
  capture: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      const button = panel(page).getByTestId("capture");
      if ((await button.count()) === 0) return;
      await button.click();
      await panel(page).getByTestId("crop").locator("canvas").waitFor();
      const box = await panel(page).getByTestId("crop").locator("canvas").boundingBox();
      if (!box) return;
      await page.mouse.move(box.x + box.width / 4, box.y + box.height / 4);
      await page.mouse.down();
      await page.mouse.move(box.x + (box.width * 3) / 4, box.y + box.height / 2, { steps: 3 });
      await page.mouse.up();
    },
  },
  "chat-page": {
    act: async (page, language) => {
      await page.goto(`${server.origin}/widget/chat.html?tenant=${TENANT}&style=${STYLE}`);
      await write(page, MESSAGES[language][0] ?? "");
      await panel(page).locator("[data-state=sent]").waitFor();
      server.accept(language === "en" ? "Tea adviser" : "高级茶艺师");
      server.say(MESSAGES[language][1] ?? "");
      await panel(page).getByTestId("push-consent").waitFor();
      await panel(page).locator("[data-by=agent]").waitFor();
    },
  },
  "chat-page-gone": {
    act: async (page) => {
      await page.goto(`${server.origin}/widget/chat.html#resume=old`);
      await page.getByRole("alert").waitFor();
    },
  },
  transcript: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      await panel(page).getByTestId("more").click();
      await panel(page).getByTestId("transcript-mail").click();
    },
  },
  "end-question": {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      await panel(page).getByTestId("close").click();
    },
  },
  menu: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("more").click();
    },
  },
  emoji: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("emoji").click();
    },
  },
  contact: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("contact").click();
      await panel(page).getByTestId("field-email").fill("yq@mail");
      await panel(page)
        .getByRole("button", { name: language === "en" ? "Save" : "保存" })
        .click();
    },
  },
  failed: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      server.lose = (frame) => frame.type === "send";
      await write(page, language === "en" ? "One more question" : "再问一下");
      await page.waitForTimeout(1_800);
    },
  },
  "left-message": {
    before: () => {
      server.availability = "offline";
    },
    act: async (page, language) => {
      await open(page, language);
      const frame = panel(page);
      await frame.getByTestId("field-email").fill("yq@mail.example");
      await frame
        .getByTestId("field-text")
        .fill(language === "en" ? "When is osmanthus oolong back? I'd like three tins." : "桂花乌龙什么时候补货？想买三罐。");
    },
  },
  "left-message-wrong": {
    before: () => {
      server.availability = "offline";
    },
    act: async (page, language) => {
      await open(page, language);
      const frame = panel(page);
      await frame.getByTestId("field-phone").fill("one two");
      await frame.getByTestId("field-email").fill("yq@mail");
      await frame.getByTestId("submit-left-message").click();
    },
  },
  "left-message-failed": {
    before: () => {
      server.availability = "offline";
      server.leftMessageProblem = { code: "internal", message: "?", status: 500 };
    },
    act: async (page, language) => {
      await open(page, language);
      const frame = panel(page);
      await frame.getByTestId("field-email").fill("yq@mail.example");
      await frame.getByTestId("field-text").fill(language === "en" ? "Three tins, please" : "想买三罐。");
      await frame.getByTestId("submit-left-message").click();
      await frame.locator(".trouble").waitFor();
    },
  },
  receipt: {
    before: () => {
      server.availability = "offline";
    },
    act: async (page, language) => {
      await open(page, language);
      const frame = panel(page);
      await frame.getByTestId("field-email").fill("yq@mail.example");
      await frame.getByTestId("field-text").fill(language === "en" ? "Three tins, please" : "桂花乌龙什么时候补货？想买三罐。");
      await frame.getByTestId("submit-left-message").click();
      await frame.getByTestId("receipt").waitFor();
    },
  },
  invitation: {
    act: async (page, language) => {
      await until(() => server.sockets > 0);
      if (language === "en") server.invite("invitation", "Not sure which one? A tea adviser is here to help.", "Su He");
      else server.invite("invitation", "不知道选哪款？茶艺顾问在线，一句话帮您挑。");
      await panel(page).getByTestId("invitation-accept").waitFor();
    },
  },
  forced: {
    act: async (page, language) => {
      await until(() => server.sockets > 0);
      if (language === "en") {
        server.invite("forced", "Hello, you are comparing two teas. The 100 g is more tender. Shall I send a picture?", "Su He");
      } else server.invite("forced", "您好，看到您在比较两款碧螺春。今年这批 100 g 装更嫩一些，需要我发对比图吗？");
      await panel(page).getByTestId("composer").waitFor();
    },
  },
  "forced-talk": {
    act: async (page, language) => {
      await until(() => server.sockets > 0);
      server.invite("forced", language === "en" ? "Shall I send a picture?" : "需要我发对比图吗？");
      await panel(page).getByTestId("composer").waitFor();
      await write(page, language === "en" ? "Yes" : "好的，发来看看");
      await panel(page).locator("[data-state=sent]").waitFor();
      server.accept();
      server.say(language === "en" ? "One moment" : "稍等，马上发");
      await panel(page)
        .getByText(language === "en" ? "One moment" : "稍等")
        .waitFor();
    },
  },
  "own-colour": {
    before: (language) => {
      server.style = { ...server.style, color: "#e08a1e", position: "left" };
      talk(language);
    },
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
    },
  },
  company: {
    before: (language) => {
      talk(language);
      server.style = { ...server.style, panel: companyPanel(server.origin) };
    },
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("announcement").waitFor();
      await panel(page).getByTestId("message").nth(4).waitFor();
    },
  },
  "company-about": {
    before: (language) => {
      talk(language);
      Object.assign(server.conversation as object, { agent_title: language === "en" ? "Tea adviser" : "高级茶艺师" });
      server.style = { ...server.style, panel: companyPanel(server.origin), radius: 16 };
    },
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("tab-about").click();
      server.say(MESSAGES[language][1] ?? "");
      await panel(page).getByTestId("profile").waitFor();
    },
  },
  "company-site": {
    before: () => {
      server.style = { ...server.style, panel: { ...companyPanel(server.origin), powered_by: false }, radius: 0 };
    },
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("tab-site").click();
      await panel(page).getByTestId("site").waitFor();
      await page.waitForTimeout(500);
    },
  },
  "company-welcome": {
    before: () => {
      const picture = { url: `${server.origin}/demo/img/garden.svg`, width: 640, height: 280 };
      const { advertisement, ...rest } = companyPanel(server.origin);
      server.style = { ...server.style, color: "#2f5d9b", panel: { ...rest, advertisement: { ...advertisement, picture } } };
    },
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("announcement").waitFor();
    },
  },
  "company-page": {
    before: () => {
      server.style = { ...server.style, panel: companyPanel(server.origin) };
    },
    act: async (page, language) => {
      await page.goto(`${server.origin}/widget/chat.html?tenant=${TENANT}&style=${STYLE}`);
      await write(page, MESSAGES[language][0] ?? "");
      await panel(page).locator("[data-state=sent]").waitFor();
      server.accept(language === "en" ? "Tea adviser" : "高级茶艺师");
      server.say(MESSAGES[language][1] ?? "");
      await panel(page).locator("[data-by=agent]").waitFor();
    },
  },
  "invitation-own": {
    before: () => {
      server.style = { ...server.style, invitation_box: invitationBox(server.origin) };
    },
    act: async (page, language) => {
      await until(() => server.sockets > 0);
      if (language === "en") server.invite("invitation", "Not sure which one? A tea adviser is here to help.", "Su He");
      else server.invite("invitation", "不知道选哪款？茶艺顾问在线，一句话帮您挑。");
      await panel(page).getByTestId("invitation-accept").waitFor();
    },
  },
  stopped: {
    before: talk,
    act: async (page, language) => {
      await open(page, language);
      await panel(page).getByTestId("message").nth(4).waitFor();
      await page.route("**/widget/visit", (route) => route.fulfill({ status: 404, body: "{}" }));
      server.cut();
      await panel(page).locator(".network.stopped").waitFor();
      await page.waitForTimeout(700);
    },
  },
};

const LOOKS: { name: string; language: Language; options: BrowserContextOptions }[] = [];
for (const language of ["zh-CN", "en"] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    LOOKS.push(
      { name: `${language}-${colorScheme}-wide`, language, options: { colorScheme, viewport: { width: 1440, height: 900 } } },
      {
        name: `${language}-${colorScheme}-phone`,
        language,
        options: { colorScheme, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
      },
    );
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("pictures", () => {
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true });
    await server.start();
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    server.stop();
  });

  const only = process.env.ONLY?.split(",");
  for (const [state, { before, act }] of Object.entries(STATES)) {
    if (only && !only.includes(state)) continue;
    for (const look of LOOKS) {
      if (process.env.SIDE && !look.name.includes(process.env.SIDE)) continue;
      it(`${state} ${look.name}`, async () => {
        server.reset();
        before?.(look.language);
        server.language = process.env.SPEAK as VisitorLanguage | undefined;
        const context = await browser.newContext({ ...look.options, locale: look.language });
        const page = await context.newPage();
        try {
          if (server.language === PSEUDO) await mirrored(page);
          await page.goto(`${server.origin}/demo/${look.language === "en" ? "en" : "longjing"}.html`);
          await launcher(page).waitFor();
          await act(page, look.language);
          await page.waitForTimeout(300);
          await page.screenshot({ path: `${FOLDER}/${state}-${look.name}.png` });
        } finally {
          await context.close();
        }
      });
    }
  }
});
