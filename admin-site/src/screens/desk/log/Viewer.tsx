import type { Message } from "@parlor/protocol";
import { Image } from "antd";
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "../../../shared/toast.tsx";
import { download, freshLink } from "./file-links.ts";
import type { LogView } from "./subject.ts";

interface Props {
  view: LogView;
  /** Messages with pictures, in the order of the log. */
  pictures: readonly Message[];
  fileId: string;
  onClose: () => void;
}

/** A picture large, to zoom and turn, with the conversation's others beside it. */
export default function Viewer({ view, pictures, fileId, onClose }: Props) {
  const { t } = useTranslation();
  const [urls, setUrls] = useState<readonly string[]>();
  const [current, setCurrent] = useState(() => pictures.findIndex((entry) => entry.file?.file_id === fileId));
  useEffect(() => {
    let gone = false;
    const ids = pictures.map((entry) => entry.file?.file_id ?? "");
    void Promise.all(ids.map((id) => freshLink(view, id))).then((links) => {
      if (gone) return;
      if (links.some((link) => link)) setUrls(links.map((link) => link?.url ?? ""));
      else {
        toast({ tone: "bad", text: t("file.notLoaded") });
        onClose();
      }
    });
    return () => {
      gone = true;
    };
  }, [view, pictures, onClose, t]);
  if (!urls) return null;
  const shown = pictures[current]?.file;
  const name = shown?.name ?? "";
  const save = async () => {
    if (shown && !(await download(view, shown.file_id))) toast({ tone: "bad", text: t("file.notLoaded") });
  };
  return (
    <Image.PreviewGroup
      items={urls.map((src, i) => ({ src, alt: pictures[i]?.file?.name ?? "" }))}
      preview={{
        open: true,
        current,
        onChange: setCurrent,
        onOpenChange: (open) => !open && onClose(),
        actionsRender: (actions) => (
          <div className="viewer-acts">
            {actions}
            <button
              type="button"
              aria-label={t("file.download", { name })}
              title={t("file.download", { name })}
              onClick={() => void save()}
              data-testid="viewer-download"
            >
              <Download size={18} />
            </button>
          </div>
        ),
      }}
    />
  );
}
