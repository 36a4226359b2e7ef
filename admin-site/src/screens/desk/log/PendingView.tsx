import { clockTime } from "@parlor/design";
import type { Pending } from "@parlor/protocol";
import { CircleAlert, Clock3, Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { live, useLive } from "../../../live/index.ts";
import { PageView } from "./Cards.tsx";
import { useLog } from "./context.ts";
import { FileView } from "./FileView.tsx";
import { Quote } from "./Quote.tsx";
import { sentFile } from "./sent-files.ts";
import { Formatted, PlainText } from "./Words.tsx";

/** A message of ours that the server has not confirmed. */
export function PendingView({ pending }: { pending: Pending }) {
  const { t } = useTranslation();
  const { view } = useLog();
  const online = useLive((state) => state.link.status === "open");
  const { content, failed } = pending;
  const file = content.file_id ? sentFile(content.file_id) : undefined;
  const unseen = content.file_id && !file ? t("kind.file") : content.form_id ? t("kind.form") : content.survey ? t("kind.survey") : "";
  const says = pending.text || unseen;
  return (
    <article
      className={`message own${failed ? " failed" : " sending"}${content.note ? " noted" : ""}`}
      data-testid="message-pending"
      data-failed={failed}
    >
      <div className="message-head">
        {content.note && (
          <>
            <Lock size={14} aria-hidden /> {t("composer.note")}{" "}
          </>
        )}
        <time>{clockTime(pending.at)}</time>{" "}
        {failed ? (
          <span className="is-bad">
            <CircleAlert size={14} aria-hidden /> {t(failed === "conversation_closed" ? "log.notSentClosed" : "log.notSent")}{" "}
            {failed !== "conversation_closed" && (
              <button
                type="button"
                className="link-button"
                onClick={() => void live().retryMessage(view.conversation_id, pending.key)}
                data-testid="send-again"
              >
                {t("log.sendAgain")}
              </button>
            )}{" "}
            <button type="button" className="link-button" onClick={() => void live().discardMessage(view.conversation_id, pending.key)}>
              {t("common.delete")}
            </button>
          </span>
        ) : (
          <span className="t3">
            <Clock3 size={14} aria-hidden /> {t(online ? "log.sending" : "log.queued")}
          </span>
        )}
      </div>
      <div className="message-body">
        {file && <FileView file={file} />}
        {content.page && <PageView page={content.page} />}
        {(says || content.quote !== undefined) && (
          <div className="bubble">
            {content.quote !== undefined && <Quote seq={content.quote} />}
            {content.body ? <Formatted body={content.body} /> : <PlainText text={says} />}
          </div>
        )}
      </div>
    </article>
  );
}
