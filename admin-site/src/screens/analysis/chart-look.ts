import { constants, roles } from "@parlor/design";

/** What all charts have in common. */

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

export function tooltipLook(mode: keyof typeof roles) {
  const role = roles[mode];
  return {
    backgroundColor: role["bg-raised"],
    borderWidth: 0,
    padding: [8, 12],
    textStyle: { color: role.text, fontFamily: constants.font, fontSize: 12 },
    extraCssText: `box-shadow:${role["shadow-overlay"]};border-radius:${constants["r-lg"]}`,
  };
}
