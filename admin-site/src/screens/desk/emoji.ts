const KEY = "parlor.emoji";
const RECENT_MAX = 20;

const signs = (text: string): readonly string[] => text.split(" ");

/** What people send to customers. */
export const EMOJI = {
  faces: signs(
    "😊 🙂 😄 😁 😂 🤣 😅 😉 😍 🥰 😘 😎 🤗 🤩 🥳 😇 🙃 😌 😋 😜 🤔 🤨 😐 😏 🙄 😬 😴 😢 😭 😔 😞 😟 😕 😳 😱 😨 😓 😡 😤 🤒 🤧 😷",
  ),
  hands: signs("👍 👎 👌 ✌️ 🤞 🙏 👏 🙌 🤝 💪 👋 ✋ 👆 👇 👉 👈 🫶 ✍️ 🙋 🙇 🤷 🤦"),
  hearts: signs("❤️ 🧡 💛 💚 💙 💜 🤍 💔 💯 ✨ ⭐ 🌟 🔥 🎉 🎊 🎁 🎂 🌹 🌸 🌻 🍀 🍵 ☕ 🍰 🧧"),
  things: signs("📦 🚚 ✈️ 🏠 🏪 📍 📞 📱 💻 📧 📷 🖼️ 📄 📎 🔗 🧾 💰 💳 🛒 🏷️ 📅 ⏰ ⏳ 🔑 🔒 🛠️ 💡 🔍"),
  marks: signs("✅ ❌ ❗ ❓ ⚠️ 🚫 ℹ️ 🆗 🆕 ➡️ ⬅️ ⬆️ ⬇️ 🔄 ☀️ 🌙 🌧️ ❄️ 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣"),
} as const;

export function recentEmoji(): string[] {
  const stored = localStorage.getItem(KEY);
  return stored ? stored.split(" ").slice(0, RECENT_MAX) : [];
}

export function rememberEmoji(emoji: string): void {
  localStorage.setItem(KEY, [emoji, ...recentEmoji().filter((each) => each !== emoji)].slice(0, RECENT_MAX).join(" "));
}
