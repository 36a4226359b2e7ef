/** What people send to customers, in the order in which they are used. */
export const EMOJI: readonly string[] = [
  ..."😊🙂😄😁😂🤣😉😍🥰😘😎🤗🤔😅😇🙃😌😋😜😏😢😭😔😞😟😳😱😴🤒😷😡😤",
  ..."👍👌🙏👏🤝💪👋🙌✌👎👀💡❤💛💚💙💔🎉🎁🎂🌹🌸🍵🍀⭐🔥✅❌⚠❗❓💯",
  ..."📦🚚📞📧📅⏰💰💳🧾🛒🏠📍",
];
