import { CSV_MAX_BYTES, type ImportResult, type RowError, type Scope } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Modal, Segmented } from "antd";
import { CircleCheck, FileSpreadsheet, Upload } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { download } from "../../shared/csv.ts";
import { FormProblem } from "../../shared/form.tsx";
import { phrasesQuery } from "../../shared/library.ts";
import { may, useMe } from "../../shared/me.tsx";
import { toast } from "../../shared/toast.tsx";
import { phrasesCsv, textOf, withoutGuards } from "./csv.ts";

const FIELDS = ["folder", "shortcut", "title", "text", "csv"] as const;

/** Phrases from a table: the file is looked through first, and comes in whole or not at all. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const lead = may(useMe(), "keep_library");
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [scope, setScope] = useState<Scope>(lead ? "company" : "personal");
  const [file, setFile] = useState<{ name: string; csv: string }>();
  const [tooLarge, setTooLarge] = useState(false);

  const look = useMutation({
    mutationFn: ({ csv, whose }: { csv: string; whose: Scope }) =>
      call("import_canned_phrases", { body: { csv, scope: whose, dry_run: true } }),
  });
  const bring = useMutation({
    mutationFn: () => call("import_canned_phrases", { body: { csv: file?.csv ?? "", scope } }),
    onSuccess: async (result) => {
      await client.invalidateQueries({ queryKey: phrasesQuery.queryKey });
      if (result.added) {
        toast({ tone: "good", text: t("import.done", { count: result.added }) });
        onClose();
      }
    },
  });

  const take = async (chosen: File | undefined) => {
    bring.reset();
    look.reset();
    setFile(undefined);
    if (!chosen) return;
    setTooLarge(chosen.size > CSV_MAX_BYTES);
    if (chosen.size > CSV_MAX_BYTES) return;
    const csv = withoutGuards(textOf(await chosen.arrayBuffer()));
    setFile({ name: chosen.name, csv });
    look.mutate({ csv, whose: scope });
  };
  const changeScope = (whose: Scope) => {
    setScope(whose);
    bring.reset();
    if (file) look.mutate({ csv: file.csv, whose });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  };
  const result = bring.data ?? look.data;
  const errors = result?.errors ?? [];
  const ready = file !== undefined && look.isSuccess && errors.length === 0 && result !== undefined && result.rows > 0;
  const problem: unknown = bring.error ?? look.error;

  return (
    <Modal
      open
      width={600}
      title={t("import.title")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" disabled={!ready} loading={bring.isPending} onClick={() => bring.mutate()} data-testid="import-run">
            {ready ? t("import.run", { count: result.rows }) : t("library.import")}
          </Button>
        </>
      }
    >
      <div className="import" data-testid="import">
        {lead && (
          <Segmented<Scope>
            value={scope}
            onChange={changeScope}
            options={[
              { value: "company", label: t("library.company") },
              { value: "personal", label: t("library.personal") },
            ]}
          />
        )}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way, the button inside is the first */}
        <div className="import-drop" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
          <FileSpreadsheet size={24} aria-hidden />
          <div className="cut">{file ? file.name : t("import.drop")}</div>
          <input
            ref={input}
            type="file"
            accept=".csv,text/csv"
            hidden
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = "";
            }}
            data-testid="import-file"
          />
          <Button size="small" icon={<Upload size={14} />} loading={look.isPending} onClick={() => input.current?.click()}>
            {t(file ? "import.other" : "import.choose")}
          </Button>
        </div>
        {!file && (
          <p className="t3 f12">
            {t("import.hint")}{" "}
            <button
              type="button"
              className="link-button f12"
              onClick={() =>
                download(
                  `${t("import.example")}.csv`,
                  phrasesCsv([
                    {
                      folder: t("import.exampleFolder"),
                      shortcut: t("import.exampleShortcut"),
                      title: t("import.exampleTitle"),
                      text: t("import.exampleText"),
                    },
                  ]),
                )
              }
            >
              {t("import.example")}
            </button>
          </p>
        )}
        <FormProblem problem={problem} />
        {tooLarge && (
          <p className="is-bad" role="alert">
            {t("import.tooLarge", { kilobytes: CSV_MAX_BYTES / 1024 })}
          </p>
        )}
        {ready && (
          <p className="is-good row" role="status">
            <CircleCheck size={16} aria-hidden /> {t("import.ready", { count: result.rows })}
          </p>
        )}
        {look.isSuccess && errors.length === 0 && result?.rows === 0 && <p className="is-wait">{t("import.empty")}</p>}
        {errors.length > 0 && <Errors errors={errors} rows={result?.rows ?? 0} />}
      </div>
    </Modal>
  );
}

function Errors({ errors, rows }: { errors: readonly RowError[]; rows: ImportResult["rows"] }) {
  const { t } = useTranslation();
  const field = (error: RowError) => FIELDS.find((each) => each === error.field);
  return (
    <div role="alert" data-testid="import-errors">
      <p className="is-bad">{t("import.errors", { count: errors.length, rows })}</p>
      <div className="import-errors">
        <table className="plain">
          <thead>
            <tr>
              <th className="right">{t("import.row")}</th>
              <th>{t("import.column")}</th>
              <th>{t("import.wrong")}</th>
            </tr>
          </thead>
          <tbody>
            {errors.map((error) => {
              const column = field(error);
              return (
                <tr key={`${error.row}-${error.field}-${error.message}`}>
                  <td className="right">{error.row}</td>
                  <td>{column ? t(`import.field.${column}`) : error.field}</td>
                  <td>{t(`import.code.${error.code}`)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}
