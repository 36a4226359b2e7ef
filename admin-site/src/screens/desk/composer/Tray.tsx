import type { Message } from "@parlor/protocol";
import { ClipboardList, ExternalLink, FileWarning, Paperclip, RotateCcw, Star, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../../shared/file-size.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { changeDraft, type DraftPart, replacePart } from "../drafts.ts";
import { inALine } from "../log/Quote.tsx";
import { authorOf, type LogView } from "../log/subject.ts";
import { dropPreview, dropUpload, previewOf, retryUpload, type Upload, useUpload } from "./uploads.ts";

/** The message that is being answered. */
export function QuoteBar({ id, entry, view }: { id: string; entry: Message | undefined; view: LogView }) {
  const { t } = useTranslation();
  const name = entry ? authorOf(view, entry.by) : "";
  return (
    <div className="composer-quote" data-testid="composer-quote">
      <span className="cut grow">{entry ? `${name}${t("log.colon")}${inALine(t, entry)}` : t("log.earlierMessage")}</span>
      <button
        type="button"
        className="icon-button small"
        aria-label={t("composer.dropQuote")}
        onClick={() => changeDraft(id, { quote: undefined })}
        data-testid="drop-quote"
      >
        <X size={14} />
      </button>
    </div>
  );
}

/** What goes along with the words, each with a way to take it out. */
export function Tray({ id, parts }: { id: string; parts: readonly DraftPart[] }) {
  const { t } = useTranslation();
  return (
    <ul className="tray" aria-label={t("composer.tray")} data-testid="tray">
      {parts.map((part) => (
        <Part key={part.key} id={id} part={part} />
      ))}
    </ul>
  );
}

function Part({ id, part }: { id: string; part: DraftPart }) {
  const { t } = useTranslation();
  const upload = useUpload(part.key);
  const drop = () => {
    dropPreview(part.key);
    if (part.kind === "upload") dropUpload(id, part.key);
    else replacePart(id, part.key);
  };
  switch (part.kind) {
    case "upload":
      return upload ? <UploadPart upload={upload} onDrop={drop} /> : <LostPart name={part.name} onDrop={drop} />;
    case "file":
      return (
        <Frame icon={<FileSign partKey={part.key} />} title={part.file.name} text={fileSize(part.file.size)} onDrop={drop} state="ready" />
      );
    case "page":
      return (
        <Frame
          icon={<ExternalLink size={16} aria-hidden />}
          title={part.page.title || part.page.url}
          text={t("composer.partPage")}
          onDrop={drop}
        />
      );
    case "form":
      return <Frame icon={<ClipboardList size={16} aria-hidden />} title={part.title} text={t("composer.partForm")} onDrop={drop} />;
    case "survey":
      return <Frame icon={<Star size={16} aria-hidden />} title={t("log.survey")} text={t("composer.partSurvey")} onDrop={drop} />;
  }
}

function UploadPart({ upload, onDrop }: { upload: Upload; onDrop: () => void }) {
  const { t } = useTranslation();
  const { problem, progress, file, key } = upload;
  const percent = Math.round(progress * 100);
  const going = upload.sendWhenReady ? t("composer.sendsWhenReady", { percent }) : `${percent}% · ${fileSize(file.size)}`;
  const said = problem ? (problem.field === "type" ? t("file.badType") : problemText(t, problem)) : going;
  const again = problem && problem.code !== "file_too_large" && problem.code !== "file_empty" && problem.field !== "type";
  return (
    <Frame
      icon={<FileSign partKey={key} />}
      title={file.name}
      text={said}
      onDrop={onDrop}
      state={problem ? "failed" : "uploading"}
      progress={problem ? undefined : progress}
    >
      {again && (
        <button
          type="button"
          className="icon-button small"
          aria-label={t("common.retry")}
          onClick={() => retryUpload(key)}
          data-testid="upload-retry"
        >
          <RotateCcw size={14} />
        </button>
      )}
    </Frame>
  );
}

/** The page was left while the file was on its way: the browser no longer has it. */
function LostPart({ name, onDrop }: { name: string; onDrop: () => void }) {
  const { t } = useTranslation();
  return <Frame icon={<FileWarning size={16} aria-hidden />} title={name} text={t("composer.lost")} onDrop={onDrop} state="failed" />;
}

function FileSign({ partKey }: { partKey: string }) {
  const preview = previewOf(partKey);
  return preview ? <img src={preview} alt="" /> : <Paperclip size={16} aria-hidden />;
}

interface FrameProps {
  icon: ReactNode;
  title: string;
  text: string;
  onDrop: () => void;
  state?: "ready" | "uploading" | "failed";
  progress?: number | undefined;
  children?: ReactNode;
}

function Frame({ icon, title, text, onDrop, state, progress, children }: FrameProps) {
  const { t } = useTranslation();
  return (
    <li className="tray-part" data-state={state} data-testid="tray-part">
      <span className="tray-sign">{icon}</span>
      <span className="grow">
        <span className="cut medium" title={title}>
          {title}
        </span>
        <span className="cut f12" title={text}>
          {text}
        </span>
      </span>
      {children}
      <button
        type="button"
        className="icon-button small"
        aria-label={t(state === "uploading" ? "composer.cancelUpload" : "composer.takeOut", { name: title })}
        onClick={onDrop}
        data-testid="tray-drop"
      >
        <X size={14} />
      </button>
      {progress !== undefined && (
        <progress className="tray-progress" value={progress} max={1} aria-label={t("composer.progress", { name: title })} />
      )}
    </li>
  );
}
