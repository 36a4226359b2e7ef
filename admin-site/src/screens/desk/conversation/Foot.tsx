import { waitTime } from "@parlor/design";
import { type ConversationView, NOTE_MAX } from "@parlor/protocol";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { live, useLive, useNow } from "../../../live/index.ts";
import { urgencyOf } from "../../../live/select.ts";
import { useMe } from "../../../shared/me.tsx";
import { problemText } from "../../../shared/problem-text.ts";
import { useSwitches } from "../../../shared/service.ts";
import { toast } from "../../../shared/toast.tsx";
import { useAccept } from "../../shell/useShortcuts.ts";

/** Instead of the composer, for conversations that are not ours. */
export function Foot({ view, onWrapUp }: { view: ConversationView; onWrapUp: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const now = useNow();
  const accept = useAccept();
  const agentId = useLive((state) => state.agentId);
  const { wrap_up: wanted } = useSwitches();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");
  const offered = view.transfer?.to_agent_id === agentId ? view.transfer : undefined;

  const answer = async (yes: boolean) => {
    if (!offered) return;
    setBusy(true);
    try {
      await live().answerTransfer(view.conversation_id, offered.transfer_id, yes, yes ? "" : why.trim());
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    } finally {
      setBusy(false);
    }
  };

  if (view.state === "waiting") {
    const waited = now - (view.waiting_since ?? view.opened_at);
    return (
      <div className="conversation-foot">
        <span className={`grow is-${urgencyOf(view, now, me.wait_limit_s)}`}>{t("desk.waitsLong", { time: waitTime(waited) })}</span>
        <Button
          type="primary"
          loading={busy}
          data-testid="accept-open"
          onClick={async () => {
            setBusy(true);
            await accept(view.conversation_id);
            setBusy(false);
          }}
        >
          {t("desk.accept")}
        </Button>
      </div>
    );
  }
  if (view.state === "closed") {
    return (
      <div className="conversation-foot">
        <span className="grow t2">
          {t("desk.ended")}
          {view.wrap_up && ` · ${[view.wrap_up.topic || t("wrapUp.noTopic"), view.wrap_up.note].filter(Boolean).join(" · ")}`}
        </span>
        <Button onClick={() => void navigate("/desk")}>{t("desk.back")}</Button>
        {wanted && view.agent_id === agentId && (
          <Button type={view.wrap_up ? "default" : "primary"} onClick={onWrapUp} data-testid="wrap-up">
            {t(view.wrap_up ? "wrapUp.change" : "wrapUp.now")}
          </Button>
        )}
      </div>
    );
  }
  if (!offered || offered.expires_at <= now) {
    return (
      <div className="conversation-foot">
        <span className="grow t2">{t("desk.readOnly", { name: view.agent_name ?? "" })}</span>
      </div>
    );
  }
  const asked = t(offered.join ? "team.asks" : "transfer.asks", { name: offered.from_agent_name });
  return (
    <div className="conversation-foot conversation-asked" data-testid="asked">
      <span className="grow">{offered.note ? `${asked}${t("log.colon")}${offered.note}` : asked}</span>
      <Input
        className="conversation-why"
        value={why}
        maxLength={NOTE_MAX}
        placeholder={t("transfer.why")}
        aria-label={t("transfer.why")}
        onChange={(event) => setWhy(event.target.value)}
        data-testid="decline-note"
      />
      <Button disabled={busy} onClick={() => void answer(false)} data-testid="asked-decline">
        {t("transfer.decline")}
      </Button>
      <Button type="primary" loading={busy} onClick={() => void answer(true)} data-testid="asked-accept">
        {t(offered.join ? "team.join" : "transfer.accept")} <span className="num">{Math.ceil((offered.expires_at - now) / 1000)}</span>
      </Button>
    </div>
  );
}
