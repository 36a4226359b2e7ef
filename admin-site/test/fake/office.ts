import type {
  Block,
  CannedPhrase,
  ConversationView,
  Customer,
  OperationId,
  Option,
  SavedLink,
  Service,
  Survey,
  VisitorCard,
} from "@parlor/protocol";
import { ago, conversations, departments, id, me, visitors } from "./data.ts";
import { noticeHandlers } from "./notices.ts";
import { blocks, customers, linkedCards, links, personal, phrases, profile, service, sharedFiles } from "./office-data.ts";
import { Refusal } from "./refusal.ts";

/** Settings, library and cards of the company in the page. `?conflict=labels`: a colleague changes that section before each first save. */
type Body = Record<string, unknown>;
type Handler = (path: Record<string, string>, query: URLSearchParams, body: Body) => unknown;

const options = new URLSearchParams(location.search);
const empty = options.has("empty");
const conflicts = new Set(options.getAll("conflict"));

/** What the real server refuses too, by the path of the field. */
function wrongIn(next: Service): Refusal | undefined {
  const twice = (names: string[]) => names.findIndex((name, i) => names.indexOf(name) < i);
  const label = twice(next.labels.map((each) => each.name));
  if (label >= 0) return new Refusal(400, "invalid", `labels[${label}]`, "This is here twice.");
  const fieldLists = [
    ["pre_chat.fields", next.pre_chat.fields ?? []] as const,
    ...next.forms.map((form, i) => [`forms[${i}].fields`, form.fields] as const),
  ];
  for (const [path, fields] of fieldLists) {
    for (const [i, field] of fields.entries()) {
      const options: Option[] = field.options ?? [];
      if (field.kind === "choice" && options.length < 2) return new Refusal(400, "invalid", `${path}[${i}].options`);
    }
  }
  for (const [department, survey] of Object.entries<Survey>(next.surveys)) {
    for (const [i, question] of survey.questions.entries()) {
      if (question.kind === "choice" && (question.options ?? []).length < 2)
        return new Refusal(400, "invalid", `surveys.${department}.questions[${i}].options`);
    }
  }
  return undefined;
}

function changeService(body: Body): unknown {
  for (const section of conflicts) {
    if (!(section in body)) continue;
    conflicts.delete(section);
    service.version += 1;
    if (section === "labels") service.labels = [...service.labels, { label_id: id(), name: "同事加的", color: "purple" }];
  }
  if (body.version !== service.version) return new Refusal(409, "conflict");
  const wrong = wrongIn({ ...service, ...body } as Service);
  return wrong ?? Object.assign(service, body, { version: service.version + 1 });
}

const versioned = <T extends { version: number }>(found: T | undefined, body: Body): unknown => {
  if (!found) return new Refusal(404, "not_found");
  if (found.version !== body.version) return new Refusal(409, "conflict");
  return Object.assign(found, body, { version: found.version + 1 });
};

function remove<T>(list: T[], match: (item: T) => boolean): undefined {
  const at = list.findIndex(match);
  if (at >= 0) list.splice(at, 1);
  return undefined;
}

/** Enough of a table for this: commas, and quotes without line breaks inside. */
function importPhrases(body: Body): unknown {
  const rows = String(body.csv).trim().split(/\r?\n/);
  const errors = rows.slice(1).flatMap((line, i) => {
    const cells = line.split(",");
    const row = i + 2;
    if (cells.length < 4) return [{ row, field: "text", code: "required", message: "This must be filled in." }];
    if ((cells[1] ?? "").includes(" ")) return [{ row, field: "shortcut", code: "invalid", message: "A shortcut has no spaces." }];
    return [];
  });
  if (!rows[0]?.includes("title")) errors.unshift({ row: 1, field: "title", code: "required", message: "The column title is missing." });
  const fine = errors.length === 0 && !body.dry_run;
  if (fine) {
    for (const line of rows.slice(1)) {
      const [folder = "", shortcut = "", title = "", text = ""] = line.split(",").map((cell) => cell.replace(/^"|"$/g, ""));
      phrases.push({ phrase_id: id(), scope: body.scope as CannedPhrase["scope"], folder, shortcut, title, text, uses: 0, version: 1 });
    }
  }
  return { rows: rows.length - 1, added: fine ? rows.length - 1 : 0, errors };
}

const digits = (phone: string | undefined) => (phone ?? "").replace(/\D/g, "");

function cardOf(visitorId: string): VisitorCard | Refusal {
  const visitor = visitors.find((each) => each.visitor_id === visitorId);
  const held = conversations.filter((view) => view.visitor_id === visitorId);
  const number = visitor?.visitor_number ?? held[0]?.visitor_number;
  if (!number) return new Refusal(404, "not_found");
  const customer = customers.find((each) => each.customer_id === linkedCards.get(number));
  const name = visitor?.name ?? held[0]?.visitor_name;
  const known = customers.find((each) => each.name === name);
  const phone = customer?.phone ?? known?.phone;
  const past: ConversationView[] = Array.from({ length: number === "V-18032" ? 8 : held.length > 0 ? 1 : 0 }, (_, i) => ({
    ...(conversations.filter((view) => view.state === "closed")[i] as ConversationView),
    opened_at: ago(60 * 24 * (7 + i * 19)),
    last_at: ago(60 * 24 * (7 + i * 19) - 9),
    closed_at: ago(60 * 24 * (7 + i * 19) - 10),
    ...(i % 3 === 2 ? {} : { score: 5 - (i % 2), wrap_up: { topic: service.topics[i % 7]?.name ?? "", value: "valid", at: ago(1) } }),
  }));
  return {
    visitor_id: visitorId,
    visitor_number: number,
    profile: {
      ...(name ? { name } : {}),
      ...(phone ? { phone } : {}),
      ...(customer?.email ? { email: customer.email } : {}),
      visits: visitor?.visits ?? 1,
      first_seen_at: ago(60 * 24 * 95),
    },
    ...(customer ? { customer } : {}),
    duplicates: customers.filter((each) => each !== customer && phone && digits(each.phone) === digits(phone)),
    conversations: [...held, ...past],
  };
}

const numberOf = (visitorId: string | undefined) =>
  visitors.find((each) => each.visitor_id === visitorId)?.visitor_number ??
  conversations.find((view) => view.visitor_id === visitorId)?.visitor_number ??
  "";

function added(from_at: number, body: Body): Block {
  const by = { by_agent_id: me.agent_id, by_name: me.name };
  const number = body.kind === "visitor" ? { visitor_number: numberOf(String(body.value)) || String(body.value) } : {};
  const block = { ...by, ...number, ...body, from_at, hits: 0, block_id: id(), version: 1 } as Block;
  blocks.unshift(block);
  return block;
}

export const office: Partial<Record<OperationId, Handler>> = {
  get_service: () => service,
  change_service: (_path, _query, body) => changeService(body),
  get_profile: () => profile,
  change_profile: (_path, _query, body) => versioned(profile, body),
  get_personal_settings: () => personal,
  change_personal_settings: (_path, _query, body) => versioned(personal, body),
  list_canned_phrases: () => ({ phrases: empty ? [] : phrases }),
  add_canned_phrase: (_path, _query, body) => {
    if (body.shortcut && phrases.some((each) => each.shortcut === body.shortcut && each.scope === body.scope))
      return new Refusal(409, "exists", "shortcut");
    const phrase = { scope: "company", shortcut: "", folder: "", uses: 0, ...body, phrase_id: id(), version: 1 } as CannedPhrase;
    phrases.push(phrase);
    return phrase;
  },
  change_canned_phrase: (path, _query, body) =>
    versioned(
      phrases.find((each) => each.phrase_id === path.phrase_id),
      body,
    ),
  delete_canned_phrase: (path) => remove(phrases, (each) => each.phrase_id === path.phrase_id),
  use_canned_phrase: (path) => {
    const phrase = phrases.find((each) => each.phrase_id === path.phrase_id);
    if (phrase) phrase.uses = (phrase.uses ?? 0) + 1;
    return undefined;
  },
  import_canned_phrases: (_path, _query, body) => importPhrases(body),
  list_links: () => ({ links: empty ? [] : links }),
  add_link: (_path, _query, body) => {
    const link = { scope: "personal", folder: "", ...body, link_id: id(), version: 1 } as SavedLink;
    links.push(link);
    return link;
  },
  change_link: (path, _query, body) =>
    versioned(
      links.find((each) => each.link_id === path.link_id),
      body,
    ),
  delete_link: (path) => remove(links, (each) => each.link_id === path.link_id),
  ...noticeHandlers(empty),
  list_blocks: () => ({ blocks: empty ? [] : blocks }),
  add_block: (_path, _query, { from_at, ...body }) => {
    if (body.kind === "ip" && !/^[\d.]{7,15}$|:/.test(String(body.value))) return new Refusal(400, "bad_ip", "value");
    return added(Number(from_at ?? Date.now()), body);
  },
  change_block: (path, _query, body) =>
    versioned(
      blocks.find((each) => each.block_id === path.block_id),
      body,
    ),
  delete_block: (path) => remove(blocks, (each) => each.block_id === path.block_id),
  block_visitor: (path, _query, { by, minutes, ...body }) =>
    by === "phone"
      ? new Refusal(404, "not_found", "by")
      : added(Date.now(), {
          ...body,
          kind: by,
          value: by === "ip" ? "203.0.113.9" : path.visitor_id,
          ...(minutes ? { until: Date.now() + Number(minutes) * 60_000 } : {}),
        }),
  list_shared_files: () => ({ files: empty ? [] : sharedFiles }),
  add_shared_file: (_path, _query, body) => {
    const file = {
      file_id: String(body.file_id),
      title: String(body.title),
      folder: String(body.folder ?? ""),
      name: String(body.title),
      type: "application/pdf",
      size: 120_000,
      added_by: me.name,
    };
    sharedFiles.push(file);
    return file;
  },
  delete_shared_file: (path) => remove(sharedFiles, (each) => each.file_id === path.file_id),
  find_customers: (_path, query) => ({
    customers: customers.filter(
      (each) =>
        (query.get("phone") && digits(each.phone).includes(digits(query.get("phone") ?? ""))) ||
        (query.get("email") && each.email?.includes(query.get("email") ?? "")) ||
        (query.get("name") && each.name.startsWith(query.get("name") ?? "")),
    ),
  }),
  add_customer: (_path, _query, { visitor_id, ...body }) => {
    if (!String(body.name ?? "").trim() && !body.phone && !body.email) return new Refusal(400, "required", "name");
    const customer = { name: "", ...body, customer_id: id(), created_at: Date.now(), changed_at: Date.now(), version: 1 } as Customer;
    customers.push(customer);
    if (visitor_id) linkedCards.set(numberOf(String(visitor_id)), customer.customer_id);
    return customer;
  },
  get_customer: (path) => customers.find((each) => each.customer_id === path.customer_id) ?? new Refusal(404, "not_found"),
  change_customer: (path, _query, body) =>
    versioned(
      customers.find((each) => each.customer_id === path.customer_id),
      { ...body, changed_at: Date.now() },
    ),
  get_visitor_card: (path) => cardOf(path.visitor_id ?? ""),
  link_customer: (path, _query, body) => {
    linkedCards.set(numberOf(path.visitor_id), String(body.customer_id));
    return cardOf(path.visitor_id ?? "");
  },
  unlink_customer: (path) => void linkedCards.delete(numberOf(path.visitor_id)),
  list_unwrapped: () => ({
    conversations: conversations.filter((view) => view.state === "closed" && view.agent_id === me.agent_id && !view.wrap_up).slice(0, 3),
  }),
};

if (empty)
  Object.assign(service, {
    topics: [],
    labels: [],
    forms: [],
    surveys: {},
    department_replies: {},
    pre_chat: { enabled: false, intro: "", fields: [] },
  });

/** Ended conversations got their stars and topics in the days after. */
for (const [i, view] of conversations.filter((each) => each.state === "closed").entries()) {
  if (i % 4 !== 3) {
    const topic = service.topics[i % service.topics.length];
    view.wrap_up = {
      topic_id: topic?.topic_id ?? "",
      topic: topic?.name ?? "",
      value: i % 9 === 5 ? "invalid" : "valid",
      at: view.last_at,
    };
  }
  if (i % 3 !== 1) view.score = 5 - (i % 5 === 2 ? 3 : i % 2);
  view.department_id = departments[i % 2]?.department_id ?? "";
}
