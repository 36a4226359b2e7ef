import type { Survey, VisitorLanguage } from "@parlor/protocol";

/** What is said in the preview, in the language of the visitor. */
interface Example {
  agent: string;
  title: string;
  department: string;
  asked: string;
  answered: string;
  invited: string;
  survey: Survey;
}

export const EXAMPLES: Record<VisitorLanguage, Example> = {
  "zh-CN": {
    agent: "林小满",
    title: "客服顾问",
    department: "售前咨询",
    asked: "请问送长辈选哪一款合适？",
    answered: "好的，预算大概多少？平时喜欢浓一点还是淡一点？",
    invited: "您好，需要帮您挑选吗？",
    survey: {
      questions: [
        { key: "stars", kind: "stars", label: "整体感受", required: true },
        { key: "more", kind: "text", label: "还想说点什么" },
      ],
    },
  },
  "zh-TW": {
    agent: "林小滿",
    title: "客服顧問",
    department: "售前諮詢",
    asked: "請問送長輩選哪一款合適？",
    answered: "好的，預算大約多少？平常喜歡濃一點還是淡一點？",
    invited: "您好，需要幫您挑選嗎？",
    survey: {
      questions: [
        { key: "stars", kind: "stars", label: "整體感受", required: true },
        { key: "more", kind: "text", label: "還想說點什麼" },
      ],
    },
  },
  en: {
    agent: "Alex Lin",
    title: "Adviser",
    department: "Sales",
    asked: "Which one would suit my parents?",
    answered: "What would you like to spend, and do they prefer it strong or mild?",
    invited: "Hello, may I help you choose?",
    survey: {
      questions: [
        { key: "stars", kind: "stars", label: "Overall", required: true },
        { key: "more", kind: "text", label: "Anything else" },
      ],
    },
  },
  ja: {
    agent: "林 美咲",
    title: "アドバイザー",
    department: "ご購入相談",
    asked: "両親への贈り物にはどれがよいですか。",
    answered: "ご予算と、濃いめ・薄めのお好みを教えていただけますか。",
    invited: "商品選びをお手伝いしましょうか。",
    survey: {
      questions: [
        { key: "stars", kind: "stars", label: "全体の満足度", required: true },
        { key: "more", kind: "text", label: "ご意見" },
      ],
    },
  },
};
