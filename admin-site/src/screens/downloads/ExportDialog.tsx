import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Modal, Radio } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { currentLanguage } from "../../shared/i18n.ts";
import { toast } from "../../shared/toast.tsx";
import { downloadsKey, type Format, formatsOf, type Wanted } from "./wanted.ts";
import { useDownloadWords } from "./words.ts";
import "./downloads.css";

/** Asks in which form something is to be taken away, says what the file will hold, and begins it. */
export default function ExportDialog({ wanted, onClose }: { wanted: Wanted; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useDownloadWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [format, setFormat] = useState<Format>("xlsx");
  const [messages, setMessages] = useState(false);
  const [notes, setNotes] = useState(false);
  // The same while the dialog is open: a second attempt after a lost answer begins no second file.
  const request = useRef({ what: "", id: "" });
  const records = wanted.kind === "records";
  const whole: Wanted = records ? { ...wanted, messages, notes: messages && notes } : wanted;
  const start = useMutation({
    mutationFn: () => {
      const what = JSON.stringify([whole, format]);
      if (request.current.what !== what) request.current = { what, id: crypto.randomUUID() };
      return call("start_download", { body: { client_id: request.current.id, wanted: whole, format, language: currentLanguage() } });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: downloadsKey });
      toast({
        tone: "good",
        text: t("downloads.begun"),
        action: { label: t("downloads.see"), run: () => void navigate("/manage/downloads") },
      });
      onClose();
    },
  });
  return (
    <Modal
      open
      width={480}
      title={t("downloads.exportTitle", { what: words.title(wanted) })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={start.isPending} onClick={() => start.mutate()} data-testid="export-start">
            {t("downloads.start")}
          </Button>
        </>
      }
    >
      <div className="export-dialog">
        <p className="t2 f13" data-testid="export-about">
          {words.about(wanted)}
        </p>
        <Radio.Group
          className="export-formats"
          value={format}
          onChange={(event) => setFormat(event.target.value as Format)}
          aria-label={t("downloads.format")}
        >
          {formatsOf(wanted.kind).map((each) => (
            <Radio key={each} value={each} data-testid={`export-${each}`}>
              <span className="medium">{t(`downloads.formats.${each}`)}</span>
              <span className="t3 f12">{t(`downloads.formatText.${each}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
        {records && (
          <div className="export-options">
            <Checkbox checked={messages} onChange={(event) => setMessages(event.target.checked)} data-testid="export-messages">
              {t("downloads.messages")}
            </Checkbox>
            <Checkbox disabled={!messages} checked={messages && notes} onChange={(event) => setNotes(event.target.checked)}>
              {t("downloads.notes")}
            </Checkbox>
          </div>
        )}
        <p className="export-holds f13 t2">
          {records ? t(messages ? "downloads.holds.messages" : "downloads.holds.records") : t(`downloads.holds.${wanted.kind}`)}{" "}
          {t("downloads.later")}
        </p>
        {start.isError && (
          <p className="banner bad" role="alert">
            {words.problem(start.error)}
          </p>
        )}
      </div>
    </Modal>
  );
}
