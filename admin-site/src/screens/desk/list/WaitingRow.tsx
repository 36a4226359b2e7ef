import { fullTime, waitTime } from "@parlor/design";
import type { ConversationView } from "@parlor/protocol";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAutoAcceptAt } from "../../../live/auto-accept.ts";
import { useNow } from "../../../live/index.ts";
import { urgencyOf, visitorLabel } from "../../../live/select.ts";
import { useMe } from "../../../shared/me.tsx";
import { useAccept } from "../../shell/useShortcuts.ts";
import { LabelDots, PrioritySign, useLabelsOf } from "../organize/Labels.tsx";
import { lastText } from "./last-text.ts";

/** Somebody in the queue, with the way to take them. */
export function WaitingRow({ view, current }: { view: ConversationView; current: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  const accept = useAccept();
  const [busy, setBusy] = useState(false);
  const urgency = urgencyOf(view, now, me.wait_limit_s);
  const gone = view.visitor_present === false;
  const name = visitorLabel(view);
  const labels = useLabelsOf(view);
  const takenAt = useAutoAcceptAt(view.conversation_id);
  return (
    <div
      className={`waiting-row${gone ? " gone" : ""}${current ? " on" : ""}`}
      data-testid="waiting-row"
      data-conversation={view.conversation_id}
    >
      <Link data-row to={`/desk/${view.conversation_id}`} aria-current={current || undefined}>
        <span className={`waiting-time is-${urgency}`} title={fullTime(view.waiting_since ?? view.opened_at)}>
          <span className="sr">{t("desk.waits")} </span>
          {waitTime(now - (view.waiting_since ?? view.opened_at))}
        </span>
        <span className="grow">
          <span className="cut medium">
            {name}
            <PrioritySign view={view} /> <LabelDots labels={labels} />
            {(gone || view.visitor_name) && <span className="t3 f12"> {gone ? t("desk.left") : view.visitor_number}</span>}
          </span>
          <span className="cut f12 t2">
            {takenAt !== undefined && (
              <span className="waiting-auto" data-testid="auto-accept-in">
                {t("desk.autoIn", { count: Math.max(0, Math.ceil((takenAt - now) / 1000)) })}{" "}
              </span>
            )}
            {lastText(t, view, undefined)}
          </span>
        </span>
      </Link>
      <Button
        size="small"
        className="accept"
        loading={busy}
        aria-label={t("desk.acceptName", { name })}
        data-testid="accept"
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
