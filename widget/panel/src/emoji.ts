/** Few and friendly: what people use when they talk to a shop. Rows of eight. */
export const EMOJI = [
  ..."😊😄😂🙂😉😍🥰😘",
  ..."😋🤔😅😳😢😭😞😤",
  ..."👍👌🙏👏🤝💪👋🙌",
  ...["❤️", "💐", "🌹", "🎉", "🎁", "⭐", "🔥", "✅"],
  ...["🍵", "☕", "🍃", "🌸", "☀️", "🌙", "🚚", "📦"],
];

export const EMOJI_COLUMNS = 8;
