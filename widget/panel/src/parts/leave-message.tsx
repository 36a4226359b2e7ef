import { TEXT_MAX } from "@parlor/protocol";
import { CircleAlert, CircleCheck } from "lucide-preact";
import { useRef } from "preact/hooks";
import { useSession } from "../context";
import { FIELD_MAX, type FieldName } from "../left-message";
import { Field } from "./field";
import { Glyph } from "./glyph";

export function LeaveMessage() {
  const session = useSession();
  const { t, form } = session;
  const box = useRef<HTMLFormElement>(null);
  if (form.state.value === "sent") return <Receipt />;
  const fields = form.fields.value;
  const errors = form.errors.value;
  const sending = form.state.value === "sending";
  const { availability, region_text } = session.visit.value;
  const offline = availability === "offline";
  const own = region_text || (offline && session.style.value.texts[session.language]?.offline);
  const sentAway = session.sentAway.value;
  const intro = own || t(sentAway && !offline ? `form.${sentAway}` : "form.intro");
  const opensAt = offline && session.visit.value.opens_at;

  const of = (name: FieldName) => {
    const key = errors[name];
    return {
      name,
      label: t(`form.${name}`),
      value: fields[name],
      max: FIELD_MAX[name],
      error: key && t(key, { max: TEXT_MAX }),
      change: (value: string) => {
        form.change(name, value);
        // Somebody may come on line meanwhile: that is no reason to take the form away.
        session.leaving.value = true;
      },
      leave: () => form.touch(name),
    };
  };

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const wrong = await form.submit();
    if (wrong) box.current?.querySelector<HTMLElement>(`[name=${wrong}]`)?.focus();
  }

  return (
    <form ref={box} class="form" onSubmit={(event) => void submit(event)} noValidate data-testid="left-message-form">
      <p class="text-2">{intro}</p>
      {opensAt && (
        <p data-testid="opens-at">
          {t("form.opensAt")} <b>{when(opensAt, session.language)}</b>
        </p>
      )}
      <div class="pair">
        <Field {...of("name")} autocomplete="name" placeholder={t("form.optional")} />
        <Field {...of("phone")} type="tel" autocomplete="tel" placeholder={t("form.optional")} />
      </div>
      <Field {...of("email")} type="email" autocomplete="email" required />
      <Field {...of("text")} lines required />
      <Trouble />
      <div class="row">
        {!offline && (
          <button
            type="button"
            class="button plain"
            onClick={() => {
              session.stayInstead();
              if (session.closed.value) session.again();
            }}
          >
            {t("form.back")}
          </button>
        )}
        <button type="submit" class="button primary grow" aria-disabled={sending} data-testid="submit-left-message">
          {t(sending ? "form.submitting" : "form.submit")}
        </button>
      </div>
    </form>
  );
}

const DAY_MS = 24 * 3_600_000;

/** As far as somebody needs it to come back then: the time, with the day if that is another one, with the date if it is far. */
function when(at: number, language: string): string {
  const near = at - Date.now();
  const today = new Date(at).toDateString() === new Date().toDateString();
  const day = today ? {} : near < 6 * DAY_MS ? ({ weekday: "long" } as const) : ({ month: "long", day: "numeric" } as const);
  return new Intl.DateTimeFormat(language, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

function Trouble() {
  const { t, form } = useSession();
  const problem = form.problem.value;
  return (
    <div role="alert">
      {problem && (
        <p class="trouble">
          <Glyph icon={CircleAlert} size={16} />
          <span>
            {problem.retryAfterS ? t("form.limited", { seconds: problem.retryAfterS }) : t("form.failed")}{" "}
            <small>{t("form.code", { code: problem.code })}</small>
          </span>
        </p>
      )}
    </div>
  );
}

function Receipt() {
  const session = useSession();
  const { t, form } = session;
  return (
    <section class="receipt" role="status" data-testid="receipt">
      <span class="mark">
        <Glyph icon={CircleCheck} size={20} />
      </span>
      <b>{t("receipt.title")}</b>
      <p class="text-2">{t("receipt.text", { email: form.fields.value.email.trim() })}</p>
      <blockquote>{form.fields.value.text}</blockquote>
      <span class="grow" />
      <div class="row">
        <button type="button" class="button plain" onClick={() => form.again()}>
          {t("receipt.again")}
        </button>
        <button
          type="button"
          class="button primary grow"
          data-testid="receipt-done"
          onClick={() => {
            form.again();
            session.again();
            session.setMode("closed");
          }}
        >
          {t("receipt.done")}
        </button>
      </div>
    </section>
  );
}
