import type { RichText, Span } from "@parlor/protocol";
import { Fragment } from "react";
import { useLog } from "./context.ts";
import { hitParts, textParts } from "./items.ts";
import "./rich.css";

/** What is searched for stands out. */
function Marked({ text }: { text: string }) {
  const { words } = useLog();
  if (words.trim() === "") return text;
  return hitParts(text, words).map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a message's text never changes
    i % 2 === 1 ? <mark key={i}>{part}</mark> : <Fragment key={i}>{part}</Fragment>,
  );
}

function Address({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

/** Text as text; only web addresses become links, which open apart and tell nothing of where they came from. */
export function PlainText({ text }: { text: string }) {
  return textParts(text).map((part, i) =>
    part.href ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a message's text never changes
      <Address key={i} href={part.href}>
        <Marked text={part.text} />
      </Address>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a message's text never changes
      <Marked key={i} text={part.text} />
    ),
  );
}

/** The only addresses that a person may be led to; the server takes no others. */
const LEADS = /^(https?:\/\/|mailto:|tel:)[^\s<>"]+$/;

function OneSpan({ span }: { span: Span }) {
  const look = [
    span.bold && "rich-bold",
    span.italic && "rich-italic",
    span.color && `rich-${span.color}`,
    span.size && `rich-${span.size}`,
  ].filter(Boolean);
  const text =
    span.link && LEADS.test(span.link) ? (
      <Address href={span.link}>
        <Marked text={span.text} />
      </Address>
    ) : (
      <PlainText text={span.text} />
    );
  return look.length > 0 ? <span className={look.join(" ")}>{text}</span> : text;
}

function Line({ spans }: { spans: readonly Span[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a message's text never changes
  return spans.map((span, i) => <OneSpan key={i} span={span} />);
}

/** Formatted text, drawn from its structure. */
export function Formatted({ body }: { body: RichText }) {
  return (
    <div className="rich">
      {body.map((block, i) => {
        if (block.type === "paragraph") {
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a message's text never changes
            <p key={i}>{block.spans.length > 0 ? <Line spans={block.spans} /> : <br />}</p>
          );
        }
        const List = block.ordered ? "ol" : "ul";
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a message's text never changes
          <List key={i}>
            {block.items.map((spans, j) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a message's text never changes
              <li key={j}>
                <Line spans={spans} />
              </li>
            ))}
          </List>
        );
      })}
    </div>
  );
}
