import type { RichText, Span } from "@parlor/protocol";
import { linkify } from "../linkify";

/** The only addresses that a person may be led to. */
const SAFE = /^(https?:\/\/|mailto:|tel:)/i;

/** Text is only ever text; addresses in it become links. */
export function Words({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part, i) =>
        part.href ? (
          <Link key={i} to={part.href}>
            {part.text}
          </Link>
        ) : (
          part.text
        ),
      )}
    </>
  );
}

/** Formatted text is drawn from its structure; there is no markup in it that could run. */
export function Rich({ body }: { body: RichText }) {
  return (
    <div class="rich">
      {body.map((block, i) => {
        if (block.type === "paragraph") return <p key={i}>{line(block.spans)}</p>;
        const List = block.ordered ? "ol" : "ul";
        return (
          <List key={i}>
            {block.items.map((item, n) => (
              <li key={n}>{line(item)}</li>
            ))}
          </List>
        );
      })}
    </div>
  );
}

function line(spans: readonly Span[]) {
  return spans.length > 0 ? spans.map((span, i) => <Run key={i} span={span} />) : <br />;
}

function Run({ span: { text, bold, italic, color, size, link } }: { span: Span }) {
  const look = [bold && "strong", italic && "slanted", color && `c-${color}`, size && `s-${size}`].filter(Boolean).join(" ");
  const words = link && SAFE.test(link) ? <Link to={link}>{text}</Link> : <Words text={text} />;
  return look ? <span class={look}>{words}</span> : words;
}

function Link({ to, children }: { to: string; children: string }) {
  return (
    <a href={to} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
