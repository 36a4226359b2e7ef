import type { FormField } from "@parlor/protocol";
import { CircleCheck } from "lucide-preact";
import { useRef } from "preact/hooks";
import { useSession } from "../context";
import { maxOf, type OpenForm } from "../forms";
import type { MessageRow } from "../rows";
import { Field } from "./field";
import { Glyph } from "./glyph";

const KINDS: Partial<Record<FormField["kind"], { type?: "email" | "tel"; autocomplete?: "name" | "tel" | "email" | "organization" }>> = {
  name: { autocomplete: "name" },
  phone: { type: "tel", autocomplete: "tel" },
  email: { type: "email", autocomplete: "email" },
  company: { autocomplete: "organization" },
};

function Fields({ form }: { form: OpenForm }) {
  const { t } = useSession();
  const errors = form.errors.value;
  return (
    <>
      {form.fields.map((field) => {
        const error = errors[field.key];
        return (
          <Field
            key={field.key}
            {...KINDS[field.kind]}
            name={field.key}
            label={field.label}
            required={field.required ?? false}
            value={form.values.value[field.key] ?? ""}
            max={maxOf(field)}
            lines={field.kind === "long_text"}
            {...(field.kind === "choice" ? { options: (field.options ?? []).map((option) => option.value) } : {})}
            {...(field.required || field.kind === "choice" ? {} : { placeholder: t("form.optional") })}
            error={error && t(error)}
            change={(value) => form.change(field.key, value)}
            leave={() => form.touch(field.key)}
          />
        );
      })}
      <p class="error" role="alert">
        {form.failed.value && t("fields.failed")}
      </p>
    </>
  );
}

/** Submits, and gives the focus to what is wrong. */
function useSubmit(form: OpenForm | undefined, submit: () => void) {
  const box = useRef<HTMLFormElement>(null);
  return {
    box,
    onSubmit: (event: Event) => {
      event.preventDefault();
      if (form?.sending.value) return;
      submit();
      const wrong = form?.firstWrong;
      if (wrong) box.current?.querySelector<HTMLElement>(`[name=${wrong}]`)?.focus();
    },
  };
}

/** What the company asks before a conversation (访客注册设置). */
export function PreChat() {
  const session = useSession();
  const { t } = session;
  const form = session.preChat.value;
  const { box, onSubmit } = useSubmit(form, () => session.submitPreChat());
  if (!form) return null;
  const sending = form.sending.value;
  return (
    <form ref={box} class="form" onSubmit={onSubmit} noValidate data-testid="pre-chat">
      <p class="text-2">{session.visit.value.pre_chat?.intro || t("fields.intro")}</p>
      <Fields form={form} />
      <span class="grow" />
      <button type="submit" class="button primary" aria-disabled={sending} data-testid="pre-chat-submit">
        {t(sending ? "fields.starting" : "fields.start")}
      </button>
    </form>
  );
}

/** A form that the agent asks for (信息收集), in the message that carries it. */
export function FormCard({ row }: { row: MessageRow }) {
  const session = useSession();
  const { t } = session;
  const { seq, form } = row.entry;
  const open = form && !row.answered && !session.closed.value ? session.formAt(seq, form) : undefined;
  const { box, onSubmit } = useSubmit(open, () => session.submitForm(seq));
  if (!form) return null;
  return (
    <section class="card" aria-label={form.title} data-testid="form-card" data-state={row.answered ? "sent" : "open"}>
      <b>{form.title}</b>
      {form.intro && !row.answered && <p class="text-2">{form.intro}</p>}
      {row.answered && (
        <>
          <dl>
            {row.answered.map(({ key, label, value }) => (
              <div key={key}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <p class="done">
            <Glyph icon={CircleCheck} size={14} /> {t("fields.sent")}
          </p>
        </>
      )}
      {open && (
        <form ref={box} onSubmit={onSubmit} noValidate>
          <Fields form={open} />
          <button type="submit" class="button primary" aria-disabled={open.sending.value} data-testid="form-submit">
            {t(open.sending.value ? "fields.sending" : "fields.submit")}
          </button>
        </form>
      )}
    </section>
  );
}
