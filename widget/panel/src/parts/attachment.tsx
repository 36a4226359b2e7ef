import type { Attachment } from "@parlor/protocol";
import { FileText } from "lucide-preact";
import { useSession } from "../context";
import { Glyph } from "./glyph";

const EDGE_PX = 220;
const SHOWN_AS_PICTURE = /^image\/(png|jpeg|gif|webp)$/;

/** A picture to look at, or a file to take away. */
export function AttachmentView({ file }: { file: Attachment }) {
  const session = useSession();
  const link = session.linkOf(file.file_id)?.value;
  const { t } = session;
  if (!SHOWN_AS_PICTURE.test(file.type)) {
    return (
      <a
        class="file"
        href={link?.download_url}
        download={file.name}
        target="_blank"
        rel="noopener"
        title={t("file.download", { name: file.name })}
        data-testid="file-link"
      >
        <FileCard name={file.name} size={file.size} />
      </a>
    );
  }
  const preview = session.uploads.sent(file.file_id)?.preview;
  const source = preview ?? (file.thumbnail ? link?.thumbnail_url : undefined) ?? link?.url;
  return (
    <a
      class="picture"
      href={link?.url ?? preview}
      target="_blank"
      rel="noopener"
      aria-label={t("file.open", { name: file.name })}
      data-testid="picture"
      ref={(box) => fit(box, file)}
    >
      {source && <img src={source} alt={file.name} onError={() => session.refreshLink(file.file_id)} />}
    </a>
  );
}

export function FileCard({ name, size }: { name: string; size: number }) {
  return (
    <>
      <Glyph icon={FileText} size={20} />
      <span class="grow">
        <span class="name">{name}</span>
        <small>{sizeOf(size)}</small>
      </span>
    </>
  );
}

/** The room that the picture will take, so that nothing moves when it comes. */
function fit(box: HTMLElement | null, { width, height }: Attachment): void {
  if (!box || !width || !height) return;
  const share = Math.min(1, EDGE_PX / Math.max(width, height));
  box.style.width = `${Math.max(48, Math.round(width * share))}px`;
  box.style.aspectRatio = `${width} / ${height}`;
}

export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [number, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${number < 10 ? number.toFixed(1) : Math.round(number)} ${unit}`;
}
