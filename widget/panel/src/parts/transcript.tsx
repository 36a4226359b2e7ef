import { EMAIL_MAX } from "@parlor/protocol";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { EMAIL } from "../left-message";
import { Field } from "./field";
import { Sheet } from "./small";

/** So long a page that is printed or saved is kept. */
const KEPT_MS = 60_000;

/** The conversation to keep: the server writes it as a page without scripts. */
export function useTranscript() {
  const session = useSession();

  async function page(): Promise<string | undefined> {
    try {
      const html = await session.transcript();
      const address = URL.createObjectURL(new Blob([html], { type: "text/html;charset=utf-8" }));
      setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
      return address;
    } catch {
      session.say("notice.noAnswer");
      return undefined;
    }
  }

  return {
    async download(): Promise<void> {
      const href = await page();
      if (!href) return;
      const day = new Date().toISOString().slice(0, 10);
      Object.assign(document.createElement("a"), { href, download: `${session.t("transcript.file")} ${day}.html` }).click();
    },
    async print(): Promise<void> {
      const src = await page();
      if (!src) return;
      const frame = Object.assign(document.createElement("iframe"), { src, className: "sr", title: session.t("transcript.print") });
      frame.onload = () => frame.contentWindow?.print();
      document.body.append(frame);
      setTimeout(() => frame.remove(), KEPT_MS);
    },
  };
}

export function TranscriptSheet({ close }: { close: () => void }) {
  const session = useSession();
  const { t } = session;
  const email = useSignal(session.contact.value.email);
  const state = useSignal<"editing" | "wrong" | "failed" | "sending" | "sent">("editing");
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLInputElement>("[name=email]")?.focus(), []);

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    const address = email.value.trim();
    if (state.value === "sending") return;
    if (!EMAIL.test(address)) {
      state.value = "wrong";
      return;
    }
    state.value = "sending";
    try {
      await session.transcript(address);
      state.value = "sent";
    } catch {
      state.value = "failed";
    }
  }

  if (state.value === "sent") {
    return (
      <Sheet label={t("transcript.mail")} close={close}>
        <p role="status" data-testid="transcript-sent">
          {t("transcript.sent", { email: email.value.trim() })}
        </p>
        <button type="button" class="button primary" onClick={close}>
          {t("receipt.done")}
        </button>
      </Sheet>
    );
  }
  return (
    <Sheet label={t("transcript.mail")} close={close}>
      <form ref={form} onSubmit={(event) => void send(event)} noValidate data-testid="transcript-form">
        <b>{t("transcript.mail")}</b>
        <p>{t("transcript.mailText")}</p>
        <Field
          name="email"
          label={t("form.email")}
          type="email"
          autocomplete="email"
          required
          value={email.value}
          max={EMAIL_MAX}
          error={
            state.value === "wrong"
              ? t(email.value.trim() ? "form.emailWrong" : "form.emailMissing")
              : state.value === "failed"
                ? t("notice.noAnswer")
                : undefined
          }
          change={(value) => {
            email.value = value;
            state.value = "editing";
          }}
        />
        <div class="row">
          <button type="submit" class="button primary grow" aria-disabled={state.value === "sending"} data-testid="transcript-send">
            {t("transcript.send")}
          </button>
          <button type="button" class="button plain" onClick={close}>
            {t("contact.cancel")}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
