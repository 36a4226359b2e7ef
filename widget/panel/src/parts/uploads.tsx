import { CircleAlert, X } from "lucide-preact";
import { useSession } from "../context";
import type { TextKey } from "../translate";
import type { Upload } from "../uploads";
import { FileCard } from "./attachment";
import { Glyph } from "./glyph";

const WHY: Record<string, TextKey> = {
  too_large: "file.too_large",
  empty: "file.empty",
  type: "file.type",
  network: "file.network",
  refused: "file.network",
};

/** What is on its way into the store, at the end of the log. */
export function UploadRows() {
  const session = useSession();
  return (
    <>
      {session.uploads.items.value.map((item) => (
        <UploadRow key={item.key} item={item} />
      ))}
    </>
  );
}

function UploadRow({ item }: { item: Upload }) {
  const { t, uploads } = useSession();
  const failed = item.state === "failed";
  const share = Math.round(item.progress * 100);
  return (
    <div class="message mine" data-testid="upload" data-state={item.state}>
      <div class={`bubble unsent upload ${failed ? "failed" : ""}`}>
        {item.preview ? <img class="small-picture" src={item.preview} alt="" /> : null}
        <FileCard name={item.name} size={item.size} />
        {!failed && (
          <button
            type="button"
            class="icon"
            aria-label={`${t("file.cancel")}: ${item.name}`}
            data-testid="upload-cancel"
            onClick={() => uploads.cancel(item.key)}
          >
            <Glyph icon={X} size={16} />
          </button>
        )}
        {item.state === "uploading" && (
          <progress max={100} value={share} aria-label={t("file.uploading", { name: item.name })} data-testid="upload-progress" />
        )}
      </div>
      {failed ? (
        <>
          <div class="who danger" role="alert">
            <Glyph icon={CircleAlert} size={14} /> {t("log.unsent")} · {t(WHY[item.code ?? ""] ?? "file.other")}
          </div>
          <div class="who">
            {item.again && (
              <button type="button" class="link" data-testid="upload-retry" onClick={() => uploads.retry(item.key)}>
                {t("log.retry")}
              </button>
            )}
            <button type="button" class="link quiet" data-testid="upload-discard" onClick={() => uploads.cancel(item.key)}>
              {t("log.discard")}
            </button>
          </div>
        </>
      ) : (
        <div class="who">{item.state === "waiting" ? t("file.waiting") : `${share}%`}</div>
      )}
    </div>
  );
}
