import type {
  Agent,
  AgentView,
  Company,
  ConversationView,
  Department,
  Device,
  Entry,
  LeftMessage,
  Place,
  Right,
  Source,
  StaffRole,
  StyleDraft,
  VisitorView,
} from "@parlor/protocol";

/** A tea shop with made-up people, at a moment that is always now. */

const base = Date.now();
const MINUTE = 60_000;
export const ago = (minutes: number) => Math.round(base - minutes * MINUTE);

let counter = 0;
/** Ids in the form of ULIDs, always the same in the same order. */
export function id(): string {
  counter += 1;
  return `01KB${String(counter).padStart(22, "0")}`;
}

export const TENANT = id();
export const departments: Department[] = ["售前顾问", "售后服务", "企业采购"].map((name, order) => ({
  department_id: id(),
  name,
  order,
  assignment: order === 1 ? "automatic" : "manual",
  members: [3, 3, 1][order] ?? 0,
  version: 1,
}));
const [presale, aftersale, business] = departments as [Department, Department, Department];

const people: [string, string, AgentView["state"], number, number, Department[]][] = [
  ["林小满", "1006", "online", 5, 8, [presale]],
  ["周砚", "1003", "online", 3, 8, [aftersale]],
  ["何静言", "1008", "online", 4, 8, [presale]],
  ["陆知微", "1015", "busy", 4, 4, [presale]],
  ["苏禾", "1011", "away", 4, 8, [aftersale]],
  ["江行舟", "1020", "offline", 0, 8, [aftersale, business]],
];
const ofAgents: Right[] = ["block", "invite", "receive", "transfer"];
const ofSupervisors: Right[] = [
  ...ofAgents,
  ...(["be_invisible", "end_others", "join", "keep_black_list", "keep_library", "publish_notices", "read_internal"] as const),
  ...(["see_all", "see_monitor", "sign_out_others", "take_over", "watch", "whisper"] as const),
];
export const roleRights: Record<StaffRole, Right[]> = {
  agent: ofAgents,
  supervisor: ofSupervisors,
  admin: [...ofSupervisors, "keep_people", "keep_settings", "read_audit"],
};
export const agents: Agent[] = people.map(([name, number, state, load, ceiling, of], i) => ({
  agent_id: id(),
  number,
  name,
  email: `${number}@qingye-tea.example`,
  title: i === 0 ? "茶艺顾问" : "",
  role: i === 0 ? "admin" : i === 1 ? "supervisor" : "agent",
  department_ids: of.map((department) => department.department_id),
  ceiling,
  rank: 5,
  disabled: false,
  rights: roleRights[i === 0 ? "admin" : i === 1 ? "supervisor" : "agent"],
  state,
  load,
  version: 1,
}));
export const me = agents[0] as Agent;
const zhou = agents[1] as Agent;
const su = agents[4] as Agent;

export const agentView = (agent: Agent): AgentView => ({
  agent_id: agent.agent_id,
  number: agent.number,
  name: agent.name,
  department_ids: agent.department_ids,
  state: agent.state,
  load: agent.load,
  ceiling: agent.ceiling,
});

export const visitors: VisitorView[] = [];
export const conversations: ConversationView[] = [];
export const logs = new Map<string, Entry[]>();
export const tracks = new Map<string, { at: number; url: string; title: string }[]>();

const PAGES = [
  "明前龙井礼盒 250 g",
  "配送与包装说明",
  "绿茶 · 按价格",
  "2026 春茶专题",
  "企业采购",
  "祁门红茶 200 g",
  "我的订单",
  "老白茶饼 300 g",
  "桂花乌龙 75 g",
  "首页",
];
const REFERRERS = [
  undefined,
  "https://www.baidu.com/s?wd=%E6%98%8E%E5%89%8D%E9%BE%99%E4%BA%95+%E7%A4%BC%E7%9B%92",
  "https://cha-tabi.example/blog",
  "https://www.google.com/",
  "https://teatime-notes.example/review",
];
const SOURCES: readonly Source[] = [
  { kind: "direct" },
  { kind: "search", name: "Baidu", keyword: "明前龙井 礼盒" },
  { kind: "site", name: "cha-tabi.example" },
  { kind: "search", name: "Google" },
  { kind: "campaign", name: "wechat", campaign: { source: "wechat", medium: "social", name: "2026 春茶" } },
];
const DEVICES: readonly Device[] = [
  { kind: "phone", system: "iOS 17", browser: "Safari 17" },
  { kind: "computer", system: "Windows 10", browser: "Edge 130" },
  { kind: "computer", system: "macOS", browser: "Safari 17" },
];
const PLACES: readonly (Place | undefined)[] = [
  { country: "中国", province: "浙江省", city: "杭州市" },
  { country: "中国", province: "北京" },
  { country: "荷兰" },
  undefined,
  { country: "中国", province: "广东省", city: "深圳市" },
];
export const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

export function addVisitor(
  number: string,
  name: string | undefined,
  enteredMinutes: number,
  change: Partial<VisitorView> = {},
): VisitorView {
  const i = visitors.length;
  const pageCount = 1 + (i % 6);
  const visitor: VisitorView = {
    visitor_id: id(),
    visitor_number: number,
    ...(name ? { name } : {}),
    visits: 1 + (i % 4),
    entered_at: ago(enteredMinutes),
    seen_at: ago(0.5),
    page_url: `https://qingye-tea.example/page/${i % 10}`,
    page_title: pick(PAGES, i),
    page_count: pageCount,
    language: i % 7 === 4 ? "en" : "zh-CN",
    ip: `203.0.113.${10 + (i % 200)}`,
    source: pick(SOURCES, i),
    device: pick(DEVICES, i),
    screen: i % 3 === 0 ? "390×844" : "1920×1080",
    ...change,
  };
  const referrer = pick(REFERRERS, i);
  if (referrer) visitor.referrer = referrer;
  const place = pick(PLACES, i);
  if (place) visitor.place = place;
  visitors.push(visitor);
  tracks.set(
    visitor.visitor_id,
    Array.from({ length: pageCount }, (_, page) => ({
      at: ago((enteredMinutes * (pageCount - page - 0.0)) / pageCount) + (page === 0 ? 0 : 0),
      url: `https://qingye-tea.example/page/${(i + page) % 10}`,
      title: pick(PAGES, i + pageCount - 1 - page),
    }))
      .sort((a, b) => a.at - b.at)
      .reverse(),
  );
  return visitor;
}

type Line = ["v" | "a" | "z", number, string];

export function addConversation(
  visitor: VisitorView,
  state: ConversationView["state"],
  agent: Agent | undefined,
  lines: Line[],
  change: Partial<ConversationView> = {},
  endedMinutes?: number,
): ConversationView {
  const conversation_id = id();
  const entries: Entry[] = [];
  const opened = lines[0] ? ago(lines[0][1]) - 20_000 : ago(3);
  const put = (entry: object, at: number) => entries.push({ ...entry, seq: entries.length + 1, at } as Entry);
  const bySystem = { role: "system" };
  put(
    {
      kind: "queued",
      by: { role: "visitor", id: visitor.visitor_id },
      department_id: presale.department_id,
      department_name: presale.name,
      page_url: visitor.page_url,
      page_title: visitor.page_title,
    },
    opened,
  );
  if (agent) {
    put(
      { kind: "accepted", by: { role: "agent", id: agent.agent_id, name: agent.name }, agent_id: agent.agent_id, agent_name: agent.name },
      opened + 18_000,
    );
  }
  let message_count = 0;
  let last: Line | undefined;
  for (const line of lines) {
    const [who, minutes, text] = line;
    const writer = who === "z" ? zhou : (agent ?? me);
    const by = who === "v" ? { role: "visitor", id: visitor.visitor_id } : { role: "agent", id: writer.agent_id, name: writer.name };
    message_count += 1;
    put({ kind: "message", by, text, client_id: { producer: "fakefakefake", n: message_count } }, ago(minutes));
    last = line;
  }
  if (visitor.left_at) put({ kind: "visitor_left", by: bySystem }, visitor.left_at);
  if (state === "closed")
    put({ kind: "closed", by: { role: "agent", id: agent?.agent_id, name: agent?.name }, reason: "agent" }, ago(endedMinutes ?? 1));
  const view: ConversationView = {
    conversation_id,
    state,
    seq: entries.length,
    visitor_id: visitor.visitor_id,
    visitor_number: visitor.visitor_number,
    ...(visitor.name ? { visitor_name: visitor.name } : {}),
    visitor_present: visitor.left_at === undefined,
    department_id: presale.department_id,
    ...(agent ? { agent_id: agent.agent_id, agent_name: agent.name, accepted_at: opened + 18_000 } : {}),
    opened_at: opened,
    last_at: last ? ago(last[1]) : opened,
    last_by: last ? (last[0] === "v" ? "visitor" : "agent") : "system",
    last_text: last?.[2].slice(0, 80) ?? "",
    message_count,
    read_by_visitor: entries.length - 1,
    read_by_agent: last?.[0] === "v" && state === "active" ? entries.length - 1 : entries.length,
    page_url: visitor.page_url,
    page_title: visitor.page_title,
    ...(state === "waiting" ? { waiting_since: opened } : last?.[0] === "v" && state === "active" ? { waiting_since: ago(last[1]) } : {}),
    ...(state === "closed" ? { closed_at: ago(endedMinutes ?? 1) } : {}),
    ...change,
  };
  logs.set(conversation_id, entries);
  conversations.push(view);
  if (state !== "closed") {
    visitor.conversation_id = conversation_id;
    visitor.conversation_state = state;
    if (agent) visitor.agent_id = agent.agent_id;
  }
  return view;
}

addConversation(addVisitor("V-20436", undefined, 4.2), "waiting", undefined, [["v", 2.4, "发票可以开公司抬头吗？"]]);
addConversation(addVisitor("V-18811", "贺先生", 5.9), "waiting", undefined, [["v", 1.0, "茶饼有点碎了，能换吗？"]]);
addConversation(addVisitor("V-20441", undefined, 0.6), "waiting", undefined, []);
export const chen = addConversation(addVisitor("V-18032", "陈映秋", 19.1), "active", me, [
  ["v", 12, "你好，这款礼盒送长辈，250 g 装里面是两罐吗？"],
  ["a", 11, "您好，是两罐各 125 g，配一个提袋和冲泡卡。"],
  ["v", 9, "上次收到边角压坏了"],
  ["v", 8.8, "这次能加固包装吗？我看到 https://qingye-tea.example/shipping 里写了可以换木盒。"],
  ["a", 7, "可以的，这次免费换成木盒加厚纸箱，压坏包退。冲泡指南也发您。"],
  ["v", 3, "好的，谢谢 🙏"],
  ["a", 2, "不客气。周五 16:00 前付款，周六送达。"],
]);
// A colleague takes part, and has left a note behind the fourth message.
chen.members = [{ agent_id: zhou.agent_id, name: zhou.name }];
const noted = logs.get(chen.conversation_id)?.find((entry) => entry.kind === "message" && entry.text.startsWith("可以的"));
if (noted?.kind === "message") {
  noted.note = true;
  noted.text = "她 3 月那单已补发，这次可以免费加木盒，库存 14。";
  noted.by = { role: "agent", id: zhou.agent_id, name: zhou.name };
}
addConversation(
  addVisitor("V-20417", undefined, 14),
  "active",
  me,
  [
    ["v", 6.2, "在吗"],
    ["v", 5.2, "我昨天下的单"],
    ["v", 4.2, "还在吗？我想改一下收货地址"],
  ],
  { read_by_agent: 2 },
);
addConversation(addVisitor("V-16204", "段明远", 25), "active", me, [
  ["a", 3, "采购清单请发我"],
  ["v", 0.6, "好的，一共 40 份，能开专票吗"],
]);
addConversation(addVisitor("V-19950", "Olivia Hartwell", 23), "active", me, [
  ["v", 13, "Has my parcel left?"],
  ["a", 12, "Parcel left Ningbo this morning."],
]);
addConversation(addVisitor("V-17720", "祁云舟", 35, { left_at: ago(21) }), "active", me, [
  ["a", 23, "还有别的要看吗？"],
  ["v", 22, "好的谢谢，我再看看"],
  ["a", 21.5, "好的，随时找我。"],
]);
addConversation(addVisitor("V-14470", "邵临川", 28), "active", zhou, [["v", 2, "明白了，麻烦帮我补发一份"]]);
addConversation(addVisitor("V-20388", undefined, 30), "active", su, [["v", 4, "老白茶煮几分钟合适"]]);
for (let i = 0; i < 34; i++) {
  const gone = i % 8 === 7 ? { left_at: ago(3 + i) } : {};
  addVisitor(
    `V-${20430 + i}`,
    i % 6 === 2 ? pick(["顾书瑶", "温以宁", "宋清和", "俞南乔"], i) : undefined,
    2 + i * 1.4,
    i % 9 === 1 ? { invited_by: su.name } : gone,
  );
}
for (let i = 0; i < 36; i++) {
  const visitor = addVisitor(`V-${17000 + i}`, pick(["叶知秋", undefined, "方其昀", undefined, "秦若谷"], i), 200 + i * 170, {
    left_at: ago(100 + i * 170),
  });
  addConversation(
    visitor,
    "closed",
    pick([me, zhou, su], i),
    [
      ["v", 150 + i * 170, pick(["桂花乌龙什么时候补货？", "能指定顺丰吗？", "Do you ship to Singapore?", "礼盒可以附手写卡片吗"], i)],
      ["a", 148 + i * 170, pick(["本周五到货。", "可以的，备注里写一下。", "Yes, in 6 to 9 days."], i)],
    ],
    {},
    140 + i * 170,
  );
}
visitors.splice(visitors.length - 36);

export const company: Company = {
  tenant_id: TENANT,
  company: "青叶茶铺",
  short_name: "",
  logo: null,
  industry: "茶叶",
  address: "杭州市西湖区龙井路 1 号",
  phone: "0571-8888 0000",
  email: "service@qingye.example",
  website: "https://qingye.example",
  invoice_title: "",
  tax_number: "",
  time_zone: "Asia/Shanghai",
  language: "zh-CN",
  typing_preview: true,
  invitations: true,
  forced_conversations: true,
  unread_grace_s: 120,
  wait_limit_s: 120,
  version: 3,
};

const STYLE_ID = id();
export const styles: StyleDraft[] = [
  {
    style_id: STYLE_ID,
    name: "青叶 · 默认",
    version: 2,
    content: {
      texts: {
        "zh-CN": {
          title: "茶艺顾问",
          launcher: "在线咨询",
          welcome: "您好，想喝点什么？我来帮您挑。",
          warning: "请勿告知密码、验证码",
        },
      },
      launcher: { online: "headset", offline: "mail" },
      panel: { announcement: { texts: { "zh-CN": "新客首单减 ¥20，双十二前有效。" } } },
      invitations: {
        rules: [
          {
            rule_id: id(),
            name: "看了很久的新访客",
            when: { pages: ["/green/*"], page_s: 45, visits_max: 2, scroll_percent: 60 },
            texts: { zh: "正在挑龙井吗？我可以帮您按口味和预算选。", en: "Choosing a Longjing? I can help by taste and budget." },
          },
          {
            rule_id: id(),
            name: "购物车满 500",
            when: { cart_min: 500, exit_intent: true },
            often: "day",
            texts: { zh: "满 500 送茶则，要一起下单吗？" },
          },
          { rule_id: id(), name: "搜索词：乌龙", on: false, when: { keywords: ["乌龙", "大红袍"] }, texts: { zh: "想了解乌龙茶吗？" } },
        ],
      },
    },
    has_changes: true,
    saved_at: ago(12),
    published_version: 3,
    published_at: ago(60 * 26),
    snippet: `<script async src="https://w.parlor.example/widget/loader.js" data-tenant="${TENANT}" data-style="${STYLE_ID}"></script>`,
  },
  {
    style_id: id(),
    name: "海外站",
    version: 1,
    content: { color: "#2f5f8a", kind: "departments", language: "en" },
    has_changes: true,
    saved_at: ago(60 * 24 * 6),
    published_version: 0,
    snippet: "",
  },
];

export const leftMessages: LeftMessage[] = Array.from({ length: 14 }, (_, i) => ({
  left_message_id: id(),
  state: i < 5 ? "open" : i < 11 ? "answered" : "closed",
  visitor_id: id(),
  visitor_number: `V-${19000 + i}`,
  name: pick(["许望川", "唐晚晴", "Emma Doyle", "", "梁栖迟"], i),
  email: `guest${i}@mail.example`,
  phone: i % 3 === 0 ? "138 0013 8000" : "",
  text: pick(
    [
      "桂花乌龙什么时候补货？我想订两盒寄到昆明，请在下班前回复，谢谢。",
      "昨天收到的包裹少了一罐，订单 0417。",
      "Do you ship to Dublin, and how long does it take? I would like the Longjing gift box before Christmas.",
      "想问一下企业定制的最低起订量，我们大概需要 200 份，印公司标志。",
    ],
    i,
  ),
  page_url: "https://qingye-tea.example/gift/longjing",
  left_at: ago(40 + i * 320),
  ...(i >= 5 && i < 11
    ? { answered_at: ago(20 + i * 320), answered_by: pick(["林小满", "周砚"], i), answer: "您好，本周五到货，到货后第一时间通知您。" }
    : {}),
  version: 1,
}));
