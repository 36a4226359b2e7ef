import { EMAIL_MAX, type FormField, NAME_MAX, PHONE_MAX } from "@parlor/protocol";
import { computed, signal } from "@preact/signals";
import { EMAIL } from "./left-message";
import type { TextKey } from "./translate";

const VALUE_MAX = 500;
const PHONE = /^[0-9+()\- ]{3,32}$/;

interface Storage {
  list(prefix: string): Promise<Record<string, string>>;
  apply(changes: Record<string, string | null>): Promise<void>;
}

/** A company's own form while it is filled in: kept over reloads, checked as the server checks it. */
export class OpenForm {
  readonly values = signal<Record<string, string>>({});
  readonly sending = signal(false);
  /** The server's answer did not come, or blames no field. */
  readonly failed = signal(false);
  readonly errors = computed<Record<string, TextKey>>(() => {
    const wrong: Record<string, TextKey> = {};
    for (const field of this.fields) {
      const key = this.#touched.value.has(field.key) ? problemOf(field, this.values.value[field.key] ?? "") : undefined;
      const shown = key ?? this.#refused.value[field.key];
      if (shown) wrong[field.key] = shown;
    }
    return wrong;
  });

  readonly fields: readonly FormField[];
  readonly #storage: Storage;
  readonly #key: string;
  readonly #touched = signal<ReadonlySet<string>>(new Set());
  readonly #refused = signal<Record<string, TextKey>>({});

  constructor(fields: readonly FormField[], storage: Storage, key: string, known: Record<string, string> = {}) {
    this.fields = fields;
    this.#storage = storage;
    this.#key = key;
    this.values.value = Object.fromEntries(fields.map((field) => [field.key, fitting(field, known[field.key] ?? "")]));
    void this.#restore();
  }

  change(key: string, value: string): void {
    this.values.value = { ...this.values.value, [key]: value };
    this.#refused.value = Object.fromEntries(Object.entries(this.#refused.value).filter(([name]) => name !== key));
    this.failed.value = false;
    void this.#storage.apply({ [this.#key]: JSON.stringify(this.values.value) });
  }

  /** The visitor has left the field: from now on it may be called wrong. */
  touch(key: string): void {
    if (this.values.value[key]) this.#touched.value = new Set([...this.#touched.value, key]);
  }

  /** What is filled in; undefined when something is wrong, which is shown from now on. */
  complete(): Record<string, string> | undefined {
    this.#touched.value = new Set(this.fields.map((field) => field.key));
    this.#refused.value = {};
    this.failed.value = false;
    if (this.firstWrong) return undefined;
    const filled = Object.entries(this.values.value).map(([key, value]) => [key, value.trim()] as const);
    return Object.fromEntries(filled.filter(([, value]) => value));
  }

  get firstWrong(): string | undefined {
    return this.fields.find((field) => this.errors.value[field.key])?.key;
  }

  /** The server found something wrong. `path` ends with the field's key, such as `form.phone`. */
  refuse(path: string | undefined, code: string): void {
    this.sending.value = false;
    const field = this.fields.find((each) => path?.endsWith(`.${each.key}`));
    if (field) this.#refused.value = { [field.key]: code === "required" ? "fields.missing" : (WRONG[field.kind] ?? "fields.wrong") };
    else this.failed.value = true;
  }

  /** It has been taken: nothing need be kept. */
  done(): void {
    this.sending.value = false;
    void this.#storage.apply({ [this.#key]: null });
  }

  async #restore(): Promise<void> {
    const stored = (await this.#storage.list(this.#key))[this.#key];
    if (!stored) return;
    const kept = JSON.parse(stored) as Record<string, string>;
    this.values.value = Object.fromEntries(this.fields.map((field) => [field.key, kept[field.key] ?? this.values.value[field.key] ?? ""]));
  }
}

export function maxOf({ kind }: FormField): number {
  return {
    name: NAME_MAX,
    phone: PHONE_MAX,
    email: EMAIL_MAX,
    company: NAME_MAX,
    text: VALUE_MAX,
    long_text: VALUE_MAX,
    choice: VALUE_MAX,
  }[kind];
}

const WRONG: Partial<Record<FormField["kind"], TextKey>> = {
  email: "form.emailWrong",
  phone: "form.phoneWrong",
  choice: "fields.choose",
};

function problemOf(field: FormField, given: string): TextKey | undefined {
  const value = given.trim();
  if (!value) return field.required ? (field.kind === "choice" ? "fields.choose" : "fields.missing") : undefined;
  if (field.kind === "email" && !EMAIL.test(value)) return WRONG.email;
  if (field.kind === "phone" && !PHONE.test(value)) return WRONG.phone;
  return undefined;
}

/** What was remembered may be no choice any more. */
function fitting(field: FormField, value: string): string {
  return field.kind !== "choice" || field.options?.some((option) => option.value === value) ? value : "";
}
