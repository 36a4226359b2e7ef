import type { CompanyPanel, InvitationBox } from "../panel/src/look";

/** A tea shop that shows all that a company can show. The pictures are those of the demonstration shop; its page is of another origin. */
export function companyPanel(origin: string): CompanyPanel {
  return {
    logo: { url: `${origin}/demo/img/leaf.svg`, width: 24, height: 24 },
    profile: {
      "zh-CN":
        "青叶茶铺在龙井村有四十亩茶园，自采自炒，三代人只做绿茶。\n门店：杭州市西湖区龙井路 12 号，每天 9:00 – 20:00。\n电话 0571-8796 0000，网站 https://qingye-tea.example",
      en: "Qingye is a family tea house in Longjing village. Three generations have picked and fired green tea by hand.\nShop: 12 Longjing Road, Hangzhou, daily 9:00 – 20:00.\nMore at https://qingye-tea.example",
    },
    announcement: {
      texts: {
        "zh-CN": "明前龙井 4 月 5 日开售，预订享九折，数量有限。",
        en: "First-flush Longjing goes on sale on 5 April; 10% off for early orders.",
      },
      url: "https://qingye-tea.example/spring",
    },
    advertisement: { texts: { "zh-CN": "新客首单减 ¥20", en: "¥20 off your first order" }, url: "https://qingye-tea.example/new" },
    payments: ["alipay", "wechat_pay", "unionpay", "visa", "mastercard", "amex", "paypal", "jcb"],
    tab: { labels: { "zh-CN": "茶友论坛", en: "Forum" }, url: `${origin.replace("localhost", "127.0.0.1")}/demo/about.html` },
  };
}

export function invitationBox(origin: string): InvitationBox {
  return {
    picture: { url: `${origin}/demo/img/garden.svg`, width: 640, height: 280 },
    color: "#8a4b12",
    titles: { "zh-CN": "买茶先问问，不踩坑", en: "Ask before you buy" },
    accept: { "zh-CN": "和顾问聊聊", en: "Ask a tea adviser" },
    later: { "zh-CN": "稍后再说", en: "Maybe later" },
    never: { "zh-CN": "不再提示", en: "Do not ask again" },
  };
}
