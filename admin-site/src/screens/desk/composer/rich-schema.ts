import type { ListBlock, Paragraph, Span } from "@parlor/protocol";
import { type Mark, type Node, Schema } from "prosemirror-model";
import type { Body } from "./editor.ts";

export const COLORS = ["red", "orange", "green", "blue", "purple", "gray"] as const;
export type Color = (typeof COLORS)[number];
export type Size = "small" | "large";

const LINK = /^(https?:\/\/|mailto:|tel:)[^\s<>"]+$/;
export const isAddress = (text: string) => LINK.test(text) && text.length <= 2_000;

/** Exactly what a message can hold; whatever else is pasted falls away. */
export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { group: "block", content: "text*", parseDOM: [{ tag: "p" }, { tag: "div" }], toDOM: () => ["p", 0] },
    bullet_list: { group: "block", content: "list_item+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: { group: "block", content: "list_item+", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
    list_item: { content: "paragraph", parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0], defining: true },
    text: {},
  },
  marks: {
    bold: { parseDOM: [{ tag: "b" }, { tag: "strong" }, { style: "font-weight=bold" }], toDOM: () => ["strong", 0] },
    italic: { parseDOM: [{ tag: "i" }, { tag: "em" }, { style: "font-style=italic" }], toDOM: () => ["em", 0] },
    color: { attrs: { name: {} }, toDOM: (mark) => ["span", { class: `rich-${mark.attrs.name}` }, 0] },
    size: { attrs: { name: {} }, toDOM: (mark) => ["span", { class: `rich-${mark.attrs.name}` }, 0] },
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (element) => {
            const href = element.getAttribute("href") ?? "";
            return isAddress(href) ? { href } : false;
          },
        },
      ],
      toDOM: (mark) => ["a", { href: mark.attrs.href as string, rel: "noopener noreferrer nofollow" }, 0],
    },
  },
});

const { nodes, marks } = schema;

function marksOf(span: Span): Mark[] {
  const found: Mark[] = [];
  if (span.bold && marks.bold) found.push(marks.bold.create());
  if (span.italic && marks.italic) found.push(marks.italic.create());
  if (span.color && marks.color) found.push(marks.color.create({ name: span.color }));
  if (span.size && marks.size) found.push(marks.size.create({ name: span.size }));
  if (span.link && marks.link) found.push(marks.link.create({ href: span.link }));
  return found;
}

const lineNode = (spans: readonly Span[]) =>
  schema.node(
    "paragraph",
    null,
    spans.map((span) => schema.text(span.text, marksOf(span))),
  );

/** A message's structure as a document to edit. */
export function toDocument(body: Body): Node {
  const blocks = body.map((block) =>
    block.type === "paragraph"
      ? lineNode(block.spans)
      : schema.node(
          block.ordered ? "ordered_list" : "bullet_list",
          null,
          block.items.map((item) => schema.node("list_item", null, [lineNode(item)])),
        ),
  );
  return schema.node("doc", null, blocks.length > 0 ? blocks : [schema.node("paragraph")]);
}

function spanOf(node: Node): Span {
  const span: Span = { text: node.text ?? "" };
  for (const mark of node.marks) {
    if (mark.type === marks.bold) span.bold = true;
    else if (mark.type === marks.italic) span.italic = true;
    else if (mark.type === marks.color) span.color = mark.attrs.name as Color;
    else if (mark.type === marks.size) span.size = mark.attrs.name as Size;
    else if (mark.type === marks.link) span.link = mark.attrs.href as string;
  }
  return span;
}

function spansOf(paragraph: Node): Span[] {
  const spans: Span[] = [];
  paragraph.forEach((node) => {
    spans.push(spanOf(node));
  });
  return spans;
}

/** The document as a message's structure. */
export function fromDocument(document: Node): Body {
  const body: Body = [];
  document.forEach((block) => {
    if (block.type === nodes.paragraph) {
      const paragraph: Paragraph = { type: "paragraph", spans: spansOf(block) };
      body.push(paragraph);
      return;
    }
    const items: Span[][] = [];
    block.forEach((item) => {
      items.push(item.firstChild ? spansOf(item.firstChild) : []);
    });
    const list: ListBlock = { type: "list", items, ...(block.type === nodes.ordered_list ? { ordered: true } : {}) };
    body.push(list);
  });
  return body;
}

/** Text, a paragraph for each line. */
export function fromText(text: string): Body {
  return text.split("\n").map((line) => ({ type: "paragraph", spans: line === "" ? [] : [{ text: line }] }));
}

/** Whether anything in it is more than text. */
export function isFormatted(body: Body): boolean {
  return body.some((block) => block.type === "list" || block.spans.some((span) => Object.keys(span).length > 1));
}

/** Without empty paragraphs at its end and beginning. */
export function trimmed(body: Body): Body {
  const empty = (block: Body[number] | undefined) => block?.type === "paragraph" && block.spans.every((span) => span.text.trim() === "");
  let from = 0;
  let to = body.length;
  while (from < to && empty(body[from])) from += 1;
  while (to > from && empty(body[to - 1])) to -= 1;
  return body.slice(from, to);
}
