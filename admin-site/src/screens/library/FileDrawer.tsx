import { FILE_MAX_BYTES, TITLE_MAX } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { Upload } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field, FieldErrors } from "../../shared/Field.tsx";
import { fileSize } from "../../shared/file-size.ts";
import { FormProblem } from "../../shared/form.tsx";
import { sharedFilesQuery } from "../../shared/library.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { toast } from "../../shared/toast.tsx";
import type { Place } from "./filter.ts";
import { FolderField } from "./ItemDrawer.tsx";
import { addSharedFile } from "./shared-upload.ts";

interface Props {
  place: Place;
  folders: readonly string[];
  onClose: () => void;
}

/** A new common file. The upload can be called off, and tried again. */
export function FileDrawer({ place, folders, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [title, setTitle] = useState("");
  const [folder, setFolder] = useState(place.folder ?? "");
  const [progress, setProgress] = useState<number>();
  const [problem, setProblem] = useState<unknown>();
  const [missing, setMissing] = useState(false);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const take = (chosen: File | undefined) => {
    if (!chosen) return;
    setProblem(undefined);
    setFile(chosen);
    if (title === "") setTitle(chosen.name.replace(/\.[^.]{1,10}$/, "").slice(0, TITLE_MAX));
  };
  const upload = async () => {
    setMissing(!file || title.trim() === "");
    if (!file || title.trim() === "") return;
    const run = new AbortController();
    abort.current = run;
    setProblem(undefined);
    setProgress(0);
    try {
      await addSharedFile(file, { title: title.trim(), folder: folder.trim() }, run.signal, setProgress);
      toast({ tone: "good", text: t("files.added", { name: title.trim() }) });
      await client.invalidateQueries({ queryKey: sharedFilesQuery.queryKey });
      onClose();
    } catch (error) {
      if (!run.signal.aborted) setProblem(error);
    } finally {
      setProgress(undefined);
    }
  };
  const busy = progress !== undefined;

  return (
    <SideDrawer
      label={t("files.add")}
      title={<h2>{t("files.add")}</h2>}
      onClose={onClose}
      testId="shared-file"
      footer={
        <>
          <Button onClick={() => (busy ? abort.current?.abort() : onClose())}>{t(busy ? "files.stop" : "common.cancel")}</Button>
          <Button type="primary" loading={busy} onClick={() => void upload()} data-testid="file-upload">
            {t(problem ? "common.retry" : "files.upload")}
          </Button>
        </>
      }
    >
      <section className="drawer-form">
        <FormProblem problem={problem} />
        <FieldErrors errors={[]}>
          <div className="drawer-fields">
            {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way, the button inside is the first */}
            <div
              className="import-drop"
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault();
                if (!busy) take(event.dataTransfer.files[0]);
              }}
            >
              <div className="cut">{file ? `${file.name} · ${fileSize(file.size)}` : t("files.drop")}</div>
              <input
                ref={input}
                type="file"
                hidden
                onChange={(event) => {
                  take(event.target.files?.[0]);
                  event.target.value = "";
                }}
                data-testid="file-input"
              />
              <Button size="small" icon={<Upload size={14} />} disabled={busy} onClick={() => input.current?.click()}>
                {t(file ? "import.other" : "import.choose")}
              </Button>
              {busy && (
                <progress value={progress} max={1} aria-label={t("files.progress")}>
                  {Math.round(progress * 100)}%
                </progress>
              )}
              {missing && !file && <p className="field-error">{t("files.chooseFirst")}</p>}
              <p className="t3 f12">{t("files.limit", { size: fileSize(FILE_MAX_BYTES) })}</p>
            </div>
            <Field label={t("files.title")} required error={missing && title.trim() === "" ? t("settings.wrong.empty") : undefined}>
              {(control) => (
                <Input
                  {...control}
                  value={title}
                  maxLength={TITLE_MAX}
                  onChange={(event) => setTitle(event.target.value)}
                  data-testid="file-title"
                />
              )}
            </Field>
            <FolderField value={folder} onChange={setFolder} folders={folders} testId="file-folder" />
          </div>
        </FieldErrors>
      </section>
    </SideDrawer>
  );
}
