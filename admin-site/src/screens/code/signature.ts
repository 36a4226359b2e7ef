/** A block of HTML that mail programs understand: tables and inline styles, nothing else. Its colours are its own: a mail has no theme. */

export interface Signature {
  name: string;
  title: string;
  company: string;
  phone: string;
  email: string;
  website: string;
  /** https address of a photo or logo; empty for none. */
  picture: string;
  /** What the link says. */
  invitation: string;
  /** Where the conversation is. */
  chat: string;
  /** Of the link, #rrggbb. */
  color: string;
}

const INK = "#24211d";
const GREY = "#6b655c";
const FONT = "font-family:-apple-system,'Segoe UI',Arial,'PingFang SC','Microsoft YaHei',sans-serif";
const PICTURE_SIDE = 64;

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const safe = (text: string) => text.replace(/[&<>"']/g, (each) => ESCAPES[each] ?? each);

/** `shop.example` as people write it; undefined for what is no address on the web. */
export function webAddress(text: string): string | undefined {
  const address = /^https?:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  return text.trim() && URL.canParse(address) && new URL(address).hostname.includes(".") ? new URL(address).href : undefined;
}

/** Mail programs fetch pictures by https only; on a developer's machine ours lie on localhost. */
export function isPicture(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && hostname === "localhost");
}

const bare = (address: string) => address.replace(/^https?:\/\//i, "").replace(/\/$/, "");

/** What belongs on one line, without what is missing. */
const joined = (parts: readonly string[], between: string) => parts.filter(Boolean).join(between);

export function signatureHtml(signature: Signature): string {
  const { name, title, company, phone, email, website, picture, invitation, chat, color } = signature;
  const site = webAddress(website);
  const reach = joined(
    [
      safe(phone.trim()),
      email.trim() && `<a href="mailto:${safe(email.trim())}" style="color:${GREY};text-decoration:none">${safe(email.trim())}</a>`,
      site ? `<a href="${safe(site)}" style="color:${GREY};text-decoration:none">${safe(bare(site))}</a>` : "",
    ],
    " &nbsp;·&nbsp; ",
  );
  const line = (content: string, style: string) => (content ? `<div style="${style}">${content}</div>` : "");
  const image = isPicture(picture)
    ? `<td valign="top" style="padding:0 14px 0 0"><img src="${safe(picture)}" width="${PICTURE_SIDE}" height="${PICTURE_SIDE}" alt="" style="display:block;width:${PICTURE_SIDE}px;height:${PICTURE_SIDE}px;border:0;border-radius:8px;object-fit:cover"></td>`
    : "";
  const button = `<a href="${safe(chat)}" target="_blank" rel="noopener" style="display:inline-block;margin-top:10px;padding:7px 14px;border-radius:6px;background:${safe(color)};color:#ffffff;font-size:13px;line-height:18px;text-decoration:none">${safe(invitation)}</a>`;
  const words = [
    line(safe(name.trim()), `font-size:16px;line-height:22px;font-weight:600;color:${INK}`),
    line(
      joined(
        [title, company].map((each) => safe(each.trim())),
        " · ",
      ),
      `font-size:13px;line-height:20px;color:${GREY}`,
    ),
    line(reach, `font-size:13px;line-height:20px;color:${GREY}`),
  ].join("");
  return `<table cellpadding="0" cellspacing="0" border="0" role="presentation" style="border-collapse:collapse;${FONT}"><tr>${image}<td valign="top" style="${FONT}">${words}${button}</td></tr></table>`;
}

export function signatureText({ name, title, company, phone, email, website, invitation, chat }: Signature): string {
  const site = webAddress(website);
  const lines = [name, joined([title.trim(), company.trim()], " · "), joined([phone.trim(), email.trim(), site ? bare(site) : ""], " · ")];
  return [...lines.map((line) => line.trim()).filter(Boolean), `${invitation.trim()}: ${chat}`].join("\n");
}
