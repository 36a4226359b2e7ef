import { useSignal } from "@preact/signals";
import { X } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { useSession } from "../context";
import { Glyph } from "./glyph";
import { Avatar } from "./small";

/** Screen readers speak of what changes in a region that they know already. */
const SPEAK_AFTER_MS = 200;

/**
 * A question to somebody who only looks around (对话邀请框), in the company's words, colour and picture. It takes no focus, for the visitor
 * is reading something else, but it is spoken of.
 */
export function Invitation() {
  const session = useSession();
  const { t, language, look } = session;
  const invitation = session.invitation.value;
  const spoken = useSignal("");
  const { picture, color, titles, accept, later, never } = look.value.invitation_box ?? {};
  const from = t("invitation.title", { name: invitation?.agent_name ?? "" });
  // What the company has not written in this language is said in ours.
  const title = titles?.[language];
  const said = `${title || from}. ${invitation?.text ?? ""}`;
  useEffect(() => {
    const timer = setTimeout(() => {
      spoken.value = said;
    }, SPEAK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [spoken, said]);
  if (!invitation) return null;
  return (
    <section
      class={`invitation ${picture ? "pictured" : ""} ${color ? "own" : ""}`}
      style={color ? { "--own": color } : undefined}
      role="dialog"
      aria-label={title || from}
      data-testid="invitation"
    >
      <p class="sr" role="status">
        {spoken.value}
      </p>
      {picture && <img class="banner" src={picture.url} width={picture.width} height={picture.height} alt="" />}
      <div class="body">
        <div class="from">
          {!title && <Avatar name={invitation.agent_name} size="small" />}
          <b>{title || from}</b>
        </div>
        <p class="said" data-testid="invitation-text">
          {invitation.text}
        </p>
        <button type="button" class="button primary" data-testid="invitation-accept" onClick={() => session.acceptInvitation()}>
          {accept?.[language] || t("invitation.accept")}
        </button>
        <div class="row between">
          <button type="button" class="link" data-testid="invitation-later" onClick={() => session.declineInvitation("later")}>
            {later?.[language] || t("invitation.later")}
          </button>
          <button type="button" class="link quiet" data-testid="invitation-never" onClick={() => session.declineInvitation("never")}>
            {never?.[language] || t("invitation.never")}
          </button>
        </div>
      </div>
      <button
        type="button"
        class="icon dismiss"
        aria-label={t("invitation.dismiss")}
        data-testid="invitation-dismiss"
        onClick={() => session.declineInvitation("later")}
      >
        <Glyph icon={X} size={16} />
      </button>
    </section>
  );
}
