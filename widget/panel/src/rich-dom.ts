import type { ListBlock, Paragraph, RichText, Span } from "@parlor/protocol";

type Color = NonNullable<Span["color"]>;
type Look = Omit<Span, "text">;

/**
 * What an editable element holds, as structure and back. Browsers mark colours and sizes with <font>; each of ours has an
 * attribute of its own, which the style sheet shows as the theme wants.
 */
export const COLORS: Record<Color, string> = {
  red: "#ff0001",
  orange: "#ff8002",
  green: "#00a003",
  blue: "#0060f4",
  purple: "#9000e5",
  gray: "#808086",
};
export const SIZES = { small: "2", normal: "3", large: "5" } as const;
const SAFE = /^(https?:\/\/|mailto:|tel:)[^\s<>"]+$/i;

/** Whether anything in it is more than plain text. */
export function isFormatted(body: RichText): boolean {
  return body.some((block) => block.type === "list" || block.spans.some((span) => Object.keys(span).length > 1));
}

export function readRich(root: Node): RichText {
  const blocks: (Paragraph | ListBlock)[] = [];
  let line: Span[] | undefined;

  function flush(): void {
    if (line) blocks.push({ type: "paragraph", spans: line });
    line = undefined;
  }

  function inline(node: Node, look: Look, into: Span[]): void {
    if (node.nodeType === Node.TEXT_NODE)
      add(into, { ...look, text: (node.textContent ?? "").replaceAll("\u00a0", " ").replace(/\n/g, " ") });
    else for (const child of node.childNodes) inline(child, lookOf(node, look), into);
  }

  function walk(node: Node, look: Look): void {
    for (const child of node.childNodes) {
      const tag = child.nodeName;
      if (tag === "UL" || tag === "OL") {
        flush();
        const items = [...child.childNodes].map((item) => {
          const spans: Span[] = [];
          inline(item, look, spans);
          return spans;
        });
        if (items.length > 0) blocks.push({ type: "list", items, ...(tag === "OL" ? { ordered: true } : {}) });
      } else if (tag === "DIV" || tag === "P") {
        flush();
        walk(child, look);
        flush();
      } else if (tag === "BR") {
        line ??= [];
        flush();
      } else if (child.nodeType === Node.TEXT_NODE) {
        if (!child.textContent) continue;
        line ??= [];
        inline(child, look, line);
      } else walk(child, lookOf(child, look));
    }
  }

  walk(root, {});
  flush();
  const isEmpty = (block: Paragraph | ListBlock | undefined) =>
    block?.type === "paragraph" && block.spans.every((span) => !span.text.trim());
  while (isEmpty(blocks[0])) blocks.shift();
  while (isEmpty(blocks.at(-1))) blocks.pop();
  return blocks;
}

function add(into: Span[], span: Span): void {
  if (!span.text) return;
  const { text: _, ...look } = span;
  const before = into.at(-1);
  const { text, ...beforeLook } = before ?? { text: "" };
  if (before && JSON.stringify(beforeLook) === JSON.stringify(look)) before.text = text + span.text;
  else into.push({ ...span });
}

/** The keys always stand in the same order, so that equal looks have equal texts. */
function lookOf(node: Node, { bold, italic, color, size, link }: Look): Look {
  const element = node as HTMLElement;
  const tag = node.nodeName;
  const found: Look = {};
  const named = tag === "FONT" ? element.getAttribute("color")?.toLowerCase() : undefined;
  const nextColor = named ? (Object.keys(COLORS) as Color[]).find((name) => COLORS[name] === named) : color;
  const sized = tag === "FONT" ? element.getAttribute("size") : undefined;
  const nextSize = sized ? (sized === SIZES.small ? "small" : sized === SIZES.large ? "large" : undefined) : size;
  const href = tag === "A" ? (element.getAttribute("href") ?? undefined) : undefined;
  const nextLink = href && SAFE.test(href) ? href : link;
  if (bold || tag === "B" || tag === "STRONG") found.bold = true;
  if (italic || tag === "I" || tag === "EM") found.italic = true;
  if (nextColor) found.color = nextColor;
  if (nextSize) found.size = nextSize;
  if (nextLink) found.link = nextLink;
  return found;
}

export function drawRich(body: RichText): DocumentFragment {
  const all = document.createDocumentFragment();
  for (const block of body) {
    if (block.type === "paragraph") all.append(drawLine("div", block.spans));
    else {
      const list = document.createElement(block.ordered ? "ol" : "ul");
      list.append(...block.items.map((item) => drawLine("li", item)));
      all.append(list);
    }
  }
  return all;
}

function drawLine(tag: "div" | "li", spans: readonly Span[]): HTMLElement {
  const line = document.createElement(tag);
  line.append(...(spans.length > 0 ? spans.map(drawSpan) : [document.createElement("br")]));
  return line;
}

function drawSpan({ text, bold, italic, color, size, link }: Span): Node {
  let node: Node = document.createTextNode(text);
  const wrap = (tag: string, attributes: Record<string, string> = {}) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(node);
    node = element;
  };
  if (color) wrap("font", { color: COLORS[color] });
  if (size) wrap("font", { size: SIZES[size] });
  if (bold) wrap("b");
  if (italic) wrap("i");
  if (link) wrap("a", { href: link });
  return node;
}
