import { EMAIL_MAX, type LeaveMessage, NAME_MAX, newUlid, PHONE_MAX, type Problem, TEXT_MAX, type VisitorLanguage } from "@parlor/protocol";
import { computed, signal } from "@preact/signals";
import type { PortLink } from "./port-link";
import type { Contact } from "./session";
import type { TextKey } from "./translate";

const FORM_KEY = "tab:left-message";
/** The server's own rule, so that its answer seldom comes as a surprise. */
export const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const PHONE = /^[0-9+()\- ]*$/;

export type FieldName = "name" | "phone" | "email" | "text";
export type Fields = Record<FieldName, string>;

export const FIELD_MAX: Record<FieldName, number> = { name: NAME_MAX, phone: PHONE_MAX, email: EMAIL_MAX, text: TEXT_MAX };

/** What the form needs to know of the conversation's side. */
interface Around {
  readonly visit: { value: { visitor_token: string } };
  readonly language: VisitorLanguage;
  readonly page: { value: { url: string } };
  readonly contact: { value: Contact };
}

/** A message for later (留言): what is typed, what is wrong with it, and how far it has got. */
export class LeftMessageForm {
  readonly fields = signal<Fields>({ name: "", phone: "", email: "", text: "" });
  readonly state = signal<"editing" | "sending" | "sent">("editing");
  /** Why the server did not take the message, if that is not the fault of one field. */
  readonly problem = signal<{ code: string; retryAfterS?: number } | undefined>(undefined);
  readonly errors = computed<Partial<Record<FieldName, TextKey>>>(() => {
    const found = check(this.fields.value);
    const shown: Partial<Record<FieldName, TextKey>> = {};
    for (const field of Object.keys(found) as FieldName[]) {
      const key = found[field];
      if (key && this.#touched.value.has(field)) shown[field] = key;
    }
    return { ...this.#refused.value, ...shown };
  });

  readonly #api: string;
  readonly #link: PortLink;
  readonly #around: Around;
  readonly #touched = signal<ReadonlySet<FieldName>>(new Set());
  readonly #refused = signal<Partial<Record<FieldName, TextKey>>>({});
  /** Stays the same until the message is taken, so that a repetition is recognised. */
  #clientId = newUlid(Date.now());

  constructor(api: string, link: PortLink, around: Around) {
    this.#api = api;
    this.#link = link;
    this.#around = around;
  }

  change(field: FieldName, value: string): void {
    this.fields.value = { ...this.fields.value, [field]: value };
    this.#refused.value = { ...this.#refused.value, [field]: undefined } as Partial<Record<FieldName, TextKey>>;
    this.#save();
  }

  /** The visitor has left the field: from now on it may be called wrong. */
  touch(field: FieldName): void {
    if (this.fields.value[field]) this.#touched.value = new Set([...this.#touched.value, field]);
  }

  /** Text that was written for a conversation that will not come about. */
  fill(text: string): void {
    const before = this.fields.value.text;
    if (!text) return;
    this.change("text", (before ? `${before}\n${text}` : text).slice(0, TEXT_MAX));
    this.state.value = "editing";
  }

  again(): void {
    this.#clientId = newUlid(Date.now());
    this.fields.value = { ...this.fields.value, text: "" };
    this.#touched.value = new Set();
    this.state.value = "editing";
    this.#save();
  }

  /** Answers with the first field that is wrong, which should get the focus. */
  async submit(): Promise<FieldName | undefined> {
    if (this.state.value === "sending") return undefined;
    this.#touched.value = new Set(Object.keys(this.fields.value) as FieldName[]);
    this.#refused.value = {};
    this.problem.value = undefined;
    if (firstWrong(this.errors.value)) return firstWrong(this.errors.value);
    this.state.value = "sending";
    try {
      const refusal = await this.#post();
      if (!refusal) {
        this.state.value = "sent";
        void this.#link.apply({ [FORM_KEY]: null });
        return undefined;
      }
      this.#blame(refusal);
    } catch {
      this.problem.value = { code: "network" };
    }
    this.state.value = "editing";
    return firstWrong(this.errors.value);
  }

  async restore(): Promise<void> {
    const stored = (await this.#link.list(FORM_KEY))[FORM_KEY];
    const contact = this.#around.contact.value;
    const before = this.fields.value;
    const kept: Partial<Fields> = stored ? JSON.parse(stored) : contact;
    const typed = Object.fromEntries(Object.entries(before).filter(([, value]) => value));
    this.fields.value = { ...before, ...kept, ...typed };
  }

  async #post(): Promise<Problem | undefined> {
    const { name, phone, email, text } = this.fields.value;
    const body: LeaveMessage = {
      visitor_token: this.#around.visit.value.visitor_token,
      client_id: this.#clientId,
      name: name.trim(),
      email: email.trim(),
      phone: phone.trim(),
      text: text.trim(),
      page_url: this.#around.page.value.url,
      language: this.#around.language,
    };
    // A string goes as plain text, which asks for no preflight request where the API is on another host.
    const response = await fetch(`${this.#api}/widget/left-messages`, { method: "POST", body: JSON.stringify(body) });
    return response.ok ? undefined : ((await response.json()) as Problem);
  }

  #blame(problem: Problem): void {
    const field = problem.field as FieldName | undefined;
    if (field && field in WRONG) {
      this.#refused.value = { [field]: field === "text" && problem.code === "too_long" ? "form.textLong" : WRONG[field] };
    } else {
      const ms = problem.retry_after_ms;
      this.problem.value = { code: problem.code, ...(ms === undefined ? {} : { retryAfterS: Math.ceil(ms / 1000) }) };
    }
  }

  #save(): void {
    void this.#link.apply({ [FORM_KEY]: JSON.stringify(this.fields.value) });
  }
}

const WRONG: Record<FieldName, TextKey> = {
  name: "form.nameWrong",
  phone: "form.phoneWrong",
  email: "form.emailWrong",
  text: "form.textMissing",
};

function check({ phone, email, text }: Fields): Partial<Record<FieldName, TextKey>> {
  const wrong: Partial<Record<FieldName, TextKey>> = {};
  if (!PHONE.test(phone)) wrong.phone = "form.phoneWrong";
  if (!email.trim()) wrong.email = "form.emailMissing";
  else if (!EMAIL.test(email.trim())) wrong.email = "form.emailWrong";
  if (!text.trim()) wrong.text = "form.textMissing";
  else if (text.trim().length > TEXT_MAX) wrong.text = "form.textLong";
  return wrong;
}

function firstWrong(errors: Partial<Record<FieldName, TextKey>>): FieldName | undefined {
  return (["name", "phone", "email", "text"] as const).find((field) => errors[field]);
}
