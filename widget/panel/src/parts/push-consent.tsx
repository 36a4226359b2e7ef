import { useSignalEffect } from "@preact/signals";
import { Bell } from "lucide-preact";
import { useSession } from "../context";
import { Glyph } from "./glyph";

/** Asks once whether answers may come as notifications. */
export function PushConsent() {
  const { t, push, talking } = useSession();
  useSignalEffect(() => {
    if (talking.value) void push.begin();
  });
  const state = push.state.value;
  if (state === "unknown" || state === "off") return null;
  return (
    <section class="push-consent" data-testid="push-consent" data-state={state}>
      <Glyph icon={Bell} size={16} />
      {state === "asking" ? (
        <>
          <p class="grow">
            <b>{t("push.title")}</b> {t("push.text")}
          </p>
          <button type="button" class="button small" data-testid="push-allow" onClick={() => void push.allow()}>
            {t("push.allow")}
          </button>
          <button type="button" class="link quiet" data-testid="push-later" onClick={() => push.later()}>
            {t("push.later")}
          </button>
        </>
      ) : (
        <p role="status">{t(state === "on" ? "push.on" : "push.denied")}</p>
      )}
    </section>
  );
}
