import type { OperationId, PublicationView, StyleContent, StyleDraft } from "@parlor/protocol";
import { ago, id, me, styles } from "./data.ts";
import { Refusal } from "./refusal.ts";

type Handler = (path: Record<string, string>, query: URLSearchParams, body: Record<string, unknown>) => unknown;

const published = new Map<string, { view: PublicationView; content: StyleContent }[]>();
const first = styles[0];
if (first) {
  published.set(
    first.style_id,
    [3, 2, 1].map((version) => ({
      view: { version, at: ago(60 * 26 * (4 - version)), agent_id: me.agent_id, number: me.number, name: me.name },
      content: { ...first.content, color: ["#0f6a60", "#8a3a3a", "#2f5f8a"][version % 3] ?? "" },
    })),
  );
}

/** The style of a request, if its version is the newest. */
function at(path: Record<string, string>, body: Record<string, unknown>, change: (style: StyleDraft) => Partial<StyleDraft>): unknown {
  const style = styles.find((each) => each.style_id === path.style_id);
  if (!style) return new Refusal(404, "not_found");
  if (body.version !== style.version) return new Refusal(409, "conflict");
  return { ...Object.assign(style, change(style), { version: style.version + 1 }) };
}

const historyOf = (styleId: string) => published.get(styleId) ?? [];

export const styleHandlers: Partial<Record<OperationId, Handler>> = {
  list_styles: () => ({
    styles: styles.map(({ content, saved_at, ...style }) => ({
      ...{ color: "#0f6a60", kind: "floating", launcher: {}, invitations: {} },
      ...content,
      ...style,
      changed_at: saved_at,
    })),
  }),
  get_style: (path) => styles.find((each) => each.style_id === path.style_id) ?? new Refusal(404, "not_found"),
  add_style: (_path, _query, body) => {
    const copied = styles.find((each) => each.style_id === body.copy_of);
    const style: StyleDraft = {
      ...{ style_id: id(), name: String(body.name), version: 1, content: copied?.content ?? {} },
      ...{ has_changes: true, saved_at: Date.now(), published_version: 0, snippet: "" },
    };
    styles.push(style);
    return style;
  },
  save_draft: (path, _query, body) =>
    at(path, body, () => {
      const { version: _, ...change } = body;
      return { ...change, has_changes: true, saved_at: Date.now() };
    }),
  publish_style: (path, _query, body) =>
    at(path, body, ({ style_id, content, published_version }) => {
      const version = published_version + 1;
      const view = { version, at: Date.now(), agent_id: me.agent_id, number: me.number, name: me.name };
      published.set(style_id, [{ view, content }, ...historyOf(style_id)]);
      return { has_changes: false, published_version: version, published_at: view.at };
    }),
  discard_draft: (path, _query, body) =>
    at(path, body, ({ style_id, content }) => ({ content: historyOf(style_id)[0]?.content ?? content, has_changes: false })),
  list_publications: (path) => ({ publications: historyOf(path.style_id ?? "").map(({ view }) => view) }),
  revert_style: (path, _query, body) =>
    at(path, body, ({ style_id, content }) => ({
      content: historyOf(style_id).find(({ view }) => view.version === body.to)?.content ?? content,
      has_changes: true,
    })),
  delete_style: (path) => {
    styles.splice(
      styles.findIndex((each) => each.style_id === path.style_id),
      1,
    );
  },
  add_style_picture: (_path, _query, body) =>
    String(body.name).startsWith("bad")
      ? new Refusal(400, "invalid", "data", "There is a script in it.")
      : { url: `data:${body.content_type};base64,${body.data}`, width: 64, height: 64 },
  get_rule_counts: (path) => {
    const rules = styles.find((each) => each.style_id === path.style_id)?.content.invitations?.rules ?? [];
    return { counts: rules.map(({ rule_id }) => ({ rule_id, shown: 128, accepted: 31 })) };
  },
};
