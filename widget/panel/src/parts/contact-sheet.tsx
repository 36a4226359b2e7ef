import { EMAIL_MAX, NAME_MAX } from "@parlor/protocol";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { EMAIL } from "../left-message";
import { Field } from "./field";
import { Sheet } from "./small";

/** Where answers go when the visitor has left. */
export function ContactSheet({ close }: { close: () => void }) {
  const session = useSession();
  const { t } = session;
  const name = useSignal(session.contact.value.name);
  const email = useSignal(session.contact.value.email);
  const wrong = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLInputElement>("[name=email]")?.focus(), []);

  function save(event: Event): void {
    event.preventDefault();
    wrong.value = !EMAIL.test(email.value.trim());
    if (wrong.value) {
      form.current?.querySelector<HTMLInputElement>("[name=email]")?.focus();
      return;
    }
    session.giveContact({ name: name.value.trim(), email: email.value.trim() });
    close();
  }

  return (
    <Sheet label={t("contact.title")} close={close}>
      <form ref={form} onSubmit={save} noValidate data-testid="contact-form">
        <b>{t("contact.title")}</b>
        <p>{t("contact.text")}</p>
        <Field
          name="email"
          label={t("form.email")}
          type="email"
          autocomplete="email"
          required
          value={email.value}
          max={EMAIL_MAX}
          error={wrong.value ? t(email.value.trim() ? "form.emailWrong" : "form.emailMissing") : undefined}
          change={(value) => {
            email.value = value;
            wrong.value = false;
          }}
        />
        <Field
          name="name"
          label={t("form.name")}
          autocomplete="name"
          placeholder={t("form.optional")}
          value={name.value}
          max={NAME_MAX}
          change={(value) => {
            name.value = value;
          }}
        />
        <div class="row">
          <button type="submit" class="button primary grow">
            {t("contact.save")}
          </button>
          <button type="button" class="button plain" onClick={close}>
            {t("contact.cancel")}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
