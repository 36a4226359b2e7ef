import { fullTime, shortTime } from "@parlor/design";
import type { DownloadView } from "@parlor/protocol";
import { Button } from "antd";
import { Download, Trash2, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../shared/file-size.ts";
import { useMe } from "../../shared/me.tsx";
import { isOpen, shareOf } from "./wanted.ts";
import { useDownloadWords } from "./words.ts";

interface Props {
  download: DownloadView;
  /** Whether it says who made it. */
  by: boolean;
  busy: boolean;
  onFetch: () => void;
  onCancel: () => void;
  onDelete: () => void;
}

export function DownloadRow({ download, by, busy, onFetch, onCancel, onDelete }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const words = useDownloadWords();
  const { wanted, state, format, created_at, expires_at, size, agent_name } = download;
  const name = `${words.title(wanted)} · ${words.about(wanted)}`;
  const time = (at: number) => shortTime(at, Date.now(), i18n.language, { exact: true, zone: me.time_zone });
  return (
    <tr data-testid="download-row" data-state={state} data-download={download.download_id}>
      <td className="download-what" title={name}>
        <span className="medium">{words.title(wanted)}</span> <span className="t3 f12">{words.about(wanted)}</span>
      </td>
      <td className="phone-off">{t(`downloads.formats.${format}`)}</td>
      <td className="phone-wide" data-testid="download-state">
        <State download={download} />
      </td>
      <td className="right t2 phone-off">{size ? fileSize(size) : ""}</td>
      {by && <td className="phone-off">{agent_name}</td>}
      <td className="right t2 phone-off" title={fullTime(created_at, me.time_zone)}>
        {time(created_at)}
      </td>
      <td className="right t2 phone-off" title={expires_at ? fullTime(expires_at, me.time_zone) : undefined}>
        {expires_at && state === "done" ? time(expires_at) : ""}
      </td>
      <td className="right phone-end">
        <span className="row download-acts">
          {state === "done" && (
            <Button
              size="small"
              icon={<Download size={14} aria-hidden />}
              loading={busy}
              onClick={onFetch}
              aria-label={t("downloads.fetchOf", { what: name })}
              data-testid="download-fetch"
            >
              {t("downloads.fetch")}
            </Button>
          )}
          {isOpen(download) && (
            <Button
              size="small"
              icon={<X size={14} aria-hidden />}
              loading={busy}
              onClick={onCancel}
              aria-label={t("downloads.cancelOf", { what: name })}
              data-testid="download-cancel"
            >
              {t("common.cancel")}
            </Button>
          )}
          {!isOpen(download) && (
            <button
              type="button"
              className="icon-button small"
              aria-label={t("library.delete", { name })}
              onClick={onDelete}
              data-testid="download-delete"
            >
              <Trash2 size={16} />
            </button>
          )}
        </span>
      </td>
    </tr>
  );
}

const TAGS = { queued: "system", running: "accent", done: "good", failed: "late", cancelled: "", expired: "" } as const;

function State({ download }: { download: DownloadView }) {
  const { t } = useTranslation();
  const words = useDownloadWords();
  const { state, failure, cut } = download;
  if (state === "running") {
    return (
      <span className="row download-progress">
        <progress value={shareOf(download)} max={1} aria-label={t("downloads.states.running")} />
        <span className="f12 t2">{words.progress(download)}</span>
      </span>
    );
  }
  return (
    <span className="row">
      <span className={`tag ${TAGS[state]}`}>{t(`downloads.states.${state}`)}</span>
      {state === "done" && <span className="f12 t2">{words.rows(download)}</span>}
      {state === "done" && cut && <span className="f12 is-wait">{t("downloads.cut")}</span>}
      {state === "failed" && <span className="f12 is-bad cut">{t(`downloads.failure.${failure ?? "broken"}`)}</span>}
    </span>
  );
}
