import type { Attachment } from "@parlor/protocol";
import { Download, ImageOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { fileSign, fileSize } from "../../../shared/file-size.ts";
import { toast } from "../../../shared/toast.tsx";
import { useLog } from "./context.ts";
import { download, useFileLink } from "./file-links.ts";

/** The largest place that a picture takes in the log, in pixels. */
const WIDTH_MAX = 280;
const HEIGHT_MAX = 220;
const SIDE_MIN = 64;
/** For pictures whose measure nobody told. */
const UNKNOWN = { width: 200, height: 150 };

export const isPicture = (file: Attachment) => /^image\/(png|jpeg|gif|webp)$/.test(file.type);

/** The place is kept free before the picture comes, so that nothing jumps. */
export function pictureBox({ width, height }: Pick<Attachment, "width" | "height">): { width: number; height: number } {
  if (!width || !height) return UNKNOWN;
  const scale = Math.min(1, WIDTH_MAX / width, HEIGHT_MAX / height);
  return { width: Math.max(SIDE_MIN, Math.round(width * scale)), height: Math.max(SIDE_MIN, Math.round(height * scale)) };
}

export function FileView({ file }: { file: Attachment }) {
  return isPicture(file) ? <Picture file={file} /> : <FileCard file={file} />;
}

function Picture({ file }: { file: Attachment }) {
  const { t } = useTranslation();
  const { view, showImage } = useLog();
  const { link, failed, again } = useFileLink(view, file.file_id);
  const box = pictureBox(file);
  const source = file.thumbnail ? (link?.thumbnail_url ?? link?.url) : link?.url;
  if (failed) {
    return (
      <div className="picture picture-missing" style={box}>
        <ImageOff size={18} aria-hidden />
        <button type="button" className="link-button" onClick={again}>
          {t("file.again")}
        </button>
      </div>
    );
  }
  return (
    <button
      type="button"
      className="picture"
      style={box}
      onClick={() => showImage(file.file_id)}
      aria-label={t("file.show", { name: file.name })}
      data-testid="picture"
    >
      {source ? <img src={source} alt={file.name} {...box} loading="lazy" onError={again} /> : <span className="skeleton" />}
    </button>
  );
}

export function FileCard({ file }: { file: Pick<Attachment, "file_id" | "name" | "type" | "size"> }) {
  const { t } = useTranslation();
  const { view } = useLog();
  const save = async () => {
    if (!(await download(view, file.file_id))) toast({ tone: "bad", text: t("file.notLoaded") });
  };
  return (
    <button
      type="button"
      className="card-message file-card"
      onClick={() => void save()}
      title={t("file.download", { name: file.name })}
      data-testid="file"
    >
      <span className="file-sign" data-kind={fileSign(file.name, file.type)}>
        {fileSign(file.name, file.type)}
      </span>
      <span className="grow">
        <span className="cut file-name">{file.name}</span>
        <span className="f12 t3">{fileSize(file.size)}</span>
      </span>
      <Download size={16} aria-hidden />
    </button>
  );
}
