export interface TextPart {
  text: string;
  /** Where the part leads, for links. Always http or https. */
  href?: string;
}

/** Ends before white space, quotes and Chinese text or punctuation. */
const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"'\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+/gi;
/** Belongs to the sentence, not to the address. */
const TRAILING = /[.,;:!?)\]}]+$/;

/** Splits text into plain parts and links. A closing bracket stays in an address that has the opening one. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    let link = match[0].replace(TRAILING, "");
    if (link.includes("(") && match[0][link.length] === ")") link += ")";
    const href = address(link);
    if (!href) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

function address(link: string): string | undefined {
  try {
    const url = new URL(/^www\./i.test(link) ? `https://${link}` : link);
    return url.hostname.includes(".") || url.hostname === "localhost" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
