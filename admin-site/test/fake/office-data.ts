import type {
  Block,
  CannedPhrase,
  Customer,
  Form,
  PersonalSettings,
  Profile,
  SavedLink,
  Service,
  SharedFile,
  Survey,
} from "@parlor/protocol";
import { ago, departments, id, me } from "./data.ts";

/** How the tea shop serves: settings, library and cards. */

const [presale, aftersale, business] = departments.map((each) => each.department_id) as [string, string, string];

const survey: Survey = {
  questions: [
    { key: "score", kind: "stars", label: "这次服务您满意吗？", required: true, options: [] },
    { key: "good", kind: "choice", label: "哪一点做得好？", required: false, options: ["回复快", "讲得清楚", "态度亲切", "问题解决了"] },
    { key: "words", kind: "text", label: "还想对我们说的话", required: false, options: [] },
  ],
  thanks: "谢谢您的评价，我们会认真看。",
};

const forms: Form[] = [
  {
    form_id: id(),
    title: "收货信息",
    intro: "方便我们为您核对订单和寄送。",
    fields: [
      { key: "name", kind: "name", label: "收件人", required: true, options: [] },
      { key: "phone", kind: "phone", label: "手机号", required: true, options: [] },
      { key: "address", kind: "long_text", label: "地址", required: false, options: [] },
    ],
  },
  {
    form_id: id(),
    title: "企业定制需求",
    intro: "",
    fields: [
      { key: "company", kind: "company", label: "公司名称", required: true, options: [] },
      { key: "email", kind: "email", label: "邮箱", required: false, options: [] },
      {
        key: "amount",
        kind: "choice",
        label: "大概数量",
        required: false,
        options: [{ value: "50 份以内" }, { value: "50 – 200 份" }, { value: "200 份以上" }],
      },
    ],
  },
];

export const service: Service = {
  version: 4,
  switches: {
    visitor_files: true,
    visitor_capture: true,
    recall: true,
    read_marks: true,
    transcripts: true,
    survey_at_end: true,
    pushed_pages_at_once: false,
    wrap_up: true,
  },
  attendance: {
    away_reasons: [
      { reason_id: id(), name: "休息" },
      { reason_id: id(), name: "培训" },
      { reason_id: id(), name: "会议" },
    ],
    idle_away_min: 10,
  },
  routing: {},
  idle: { visitor_warn_s: 300, visitor_close_s: 900, agent_remind_s: 60, agent_reassign_s: 600 },
  replies: {
    welcome: "您好，请问有什么可以帮您？",
    no_answer: "请稍等，正在为您查询。",
    no_answer_s: 90,
    still_there: "您还在吗？有需要随时告诉我。",
    closing: "由于较长时间没有收到您的消息，本次对话先到这里，欢迎再次咨询。",
    waiting: "前面还有几位访客，请稍候，也可以留言给我们。",
    waiting_s: 60,
  },
  department_replies: { [aftersale]: { welcome: "您好，这里是售后服务，麻烦提供一下订单号。" } },
  topics: [
    { topic_id: id(), name: "商品咨询", group: "售前" },
    { topic_id: id(), name: "价格与优惠", group: "售前" },
    { topic_id: id(), name: "企业定制", group: "售前" },
    { topic_id: id(), name: "物流查询", group: "售后" },
    { topic_id: id(), name: "破损补发", group: "售后" },
    { topic_id: id(), name: "退换货", group: "售后" },
    { topic_id: id(), name: "其他" },
  ],
  labels: [
    { label_id: id(), name: "重要客户", color: "orange" },
    { label_id: id(), name: "投诉", color: "red" },
    { label_id: id(), name: "待回访", color: "blue" },
    { label_id: id(), name: "已下单", color: "green" },
  ],
  categories: ["企业客户", "老客户", "经销商"],
  pre_chat: {
    enabled: true,
    intro: "填写后由对应的同事接待您。",
    fields: [
      { key: "name", kind: "name", label: "怎么称呼您", required: true, options: [] },
      { key: "phone", kind: "phone", label: "手机号", required: false, options: [] },
      {
        key: "kind",
        kind: "choice",
        label: "想咨询什么",
        required: true,
        options: [
          { value: "选购建议", department_id: presale },
          { value: "订单与物流", department_id: aftersale },
          { value: "企业采购", department_id: business },
        ],
      },
    ],
  },
  forms,
  surveys: { default: survey },
  hours: {
    default: {
      days: [
        ...Array.from({ length: 5 }, () => [
          { opens: "09:00", closes: "12:00" },
          { opens: "13:30", closes: "18:00" },
        ]),
        [{ opens: "10:00", closes: "16:00" }],
        [],
      ],
    },
  },
  holidays: [
    { name: "国庆节", first: "2026-10-01", last: "2026-10-07" },
    { name: "元旦", first: "2027-01-01", last: "2027-01-01", intervals: [{ opens: "10:00", closes: "14:00" }] },
  ],
  queue: {
    default: { max_length: 20, max_wait_s: 600 },
    [presale]: { max_length: 10, max_wait_s: 300, overflow_department_id: aftersale },
  },
};

export const profile: Profile = {
  version: 1,
  number: "1000",
  email: "admin@qingye.example",
  name: "林青",
  title: "客服经理",
  phone: "",
  photo: "",
};

export const personal: PersonalSettings = {
  language: null,
  theme: null,
  twelve_hours: false,
  signature: "",
  version: 2,
  idle_away_min: null,
  replies: { welcome: "您好，我是茶艺顾问小满，想喝点什么？" },
  alerts: {},
};

export const phrases: CannedPhrase[] = (
  [
    ["发货", "发货时效", "每天 16:00 前付款当天发货，江浙沪次日达", "物流", 132],
    ["发货节", "节假日发货安排", "节日期间照常发货，时效顺延 1 天", "物流", 18],
    ["发货查", "查发货进度", "请把订单号后四位发我，我帮您查发货进度。", "物流", 64],
    ["您好", "问候", "{visitor}您好，我是{company}的{agent}，请问有什么可以帮您？", "", 241],
    ["发票", "开发票", "可以开普票和专票，请发公司名称和税号。", "售后", 37],
    ["补发", "破损补发", "很抱歉给您带来不便，麻烦拍一张外箱和破损处的照片，我们核对后当天补发。", "售后", 29],
    ["冲泡", "冲泡建议", "绿茶 80 – 85 ℃，3 g 配 150 ml，第一泡 20 秒即可出汤。", "选购", 55],
    ["礼盒", "礼盒规格", "礼盒 250 g 装是两罐各 125 g，含提袋和冲泡卡。", "选购", 48],
  ] as const
).map(([shortcut, title, text, folder, uses]) => ({ phrase_id: id(), scope: "company", shortcut, title, text, folder, uses, version: 1 }));
phrases.push(
  {
    phrase_id: id(),
    scope: "personal",
    shortcut: "稍等",
    title: "稍等",
    text: "好的，您稍等，我去仓库看一眼。",
    folder: "",
    uses: 88,
    version: 1,
  },
  {
    phrase_id: id(),
    scope: "personal",
    shortcut: "",
    title: "道别",
    text: "祝您喝茶愉快，有需要随时找我。",
    folder: "结束",
    uses: 61,
    version: 1,
  },
);

const link = (scope: "company" | "personal", title: string, path: string, folder: string): SavedLink => ({
  link_id: id(),
  scope,
  title,
  url: `https://qingye-tea.example/${path}`,
  folder,
  version: 1,
});
const blocked = (kind: Block["kind"], value: string, reason: string, more: Partial<Block> = {}): Block => ({
  block_id: id(),
  kind,
  value,
  ...(kind === "visitor" ? { visitor_number: value } : {}),
  effect: "refuse",
  reason,
  from_at: ago(60 * 24 * 2),
  by_agent_id: me.agent_id,
  by_name: me.name,
  hits: 0,
  version: 1,
  ...more,
});

export const blocks: Block[] = [
  blocked("visitor", "V-K3M9QZ", "多次辱骂客服", { hits: 3, last_hit_at: ago(25), until: ago(-60 * 20) }),
  blocked("cidr", "198.51.100.0/24", "恶意爬虫", { effect: "hide", hits: 2_418, last_hit_at: ago(1) }),
  blocked("ip", "203.0.113.7", "连续发送广告", { until: ago(60), hits: 12, last_hit_at: ago(90) }),
  blocked("phone", "13800001111", "诈骗电话", { from_at: ago(-60 * 24) }),
];

export const links: SavedLink[] = [
  link("company", "明前龙井礼盒 250 g", "gift/longjing", "商品"),
  link("company", "2026 春茶专题", "spring-2026", "商品"),
  link("company", "配送与包装说明", "shipping", "帮助"),
  link("company", "退换货规则", "returns", "帮助"),
  link("personal", "企业定制报价表", "business/price", ""),
];

export const sharedFiles: SharedFile[] = [
  ["龙井冲泡指南 2026.pdf", "龙井冲泡指南", "application/pdf", 1_258_291, "冲泡"],
  ["茶样目录.xlsx", "茶样目录", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 48_300, ""],
  ["礼盒实拍.jpg", "礼盒实拍", "image/jpeg", 842_000, "图片"],
].map(([name, title, type, size, folder]) => ({
  file_id: id(),
  title: String(title),
  folder: String(folder),
  name: String(name),
  type: String(type),
  size: Number(size),
  added_by: me.name,
}));

const card = (name: string, change: Partial<Customer>): Customer => ({
  customer_id: id(),
  name,
  created_at: ago(60 * 24 * 90),
  changed_at: ago(60 * 24 * 2),
  version: 1,
  ...change,
});
export const customers: Customer[] = [
  card("陈映秋", {
    phone: "139 0571 5120",
    email: "chen@mail.example",
    category: "银叶会员",
    address: "浙江杭州上城区",
    note: "喜欢清淡的绿茶，送礼多。",
  }),
  card("段明远", { title: "采购经理", company: "云岭文化", phone: "138 0871 7731", category: "企业采购" }),
  card("段先生", { phone: "138 0871 7731" }),
  card("Olivia Hartwell", { phone: "+44 20 7946 0192", email: "olivia@mail.example", category: "复购客户" }),
];
/** By visitor number: whose card it is. */
export const linkedCards = new Map([["V-18032", customers[0]?.customer_id ?? ""]]);
