import { X } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { Glyph } from "./glyph";
import { Avatar } from "./small";

/** A question to somebody who only looks around (对话邀请框). It takes no focus: the visitor is reading something else. */
export function Invitation() {
  const session = useSession();
  const { t } = session;
  const box = useRef<HTMLElement>(null);
  const invitation = session.invitation.value;
  useEffect(() => {
    box.current?.setAttribute("data-shown", "");
  }, []);
  if (!invitation) return null;
  return (
    <section ref={box} class="invitation" role="dialog" aria-label={t("invitation.title", { name: invitation.agent_name })}>
      <button type="button" class="icon dismiss" aria-label={t("invitation.later")} onClick={() => session.declineInvitation("later")}>
        <Glyph icon={X} size={16} />
      </button>
      <div class="body">
        <div class="from">
          <Avatar name={invitation.agent_name} size="small" />
          <b class="cut">{t("invitation.title", { name: invitation.agent_name })}</b>
        </div>
        <p class="said" data-testid="invitation-text">
          {invitation.text}
        </p>
        <button type="button" class="button primary" data-testid="invitation-accept" onClick={() => session.acceptInvitation()}>
          {t("invitation.accept")}
        </button>
        <div class="row between">
          <button type="button" class="link" data-testid="invitation-later" onClick={() => session.declineInvitation("later")}>
            {t("invitation.later")}
          </button>
          <button type="button" class="link quiet" data-testid="invitation-never" onClick={() => session.declineInvitation("never")}>
            {t("invitation.never")}
          </button>
        </div>
      </div>
    </section>
  );
}
