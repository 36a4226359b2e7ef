import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { currentLanguage } from "../../shared/i18n.ts";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";
import { downloadsKey } from "../downloads/wanted.ts";
import "./personal-data.css";

/** Says what the file will hold, and begins it; the download centre has it then. */
export function GiveOutDialog({ visitorId, name, onClose }: { visitorId: string; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const request = useRef(crypto.randomUUID());
  const start = useMutation({
    mutationFn: () =>
      call("start_download", {
        body: {
          client_id: request.current,
          wanted: { kind: "person", visitor_id: visitorId },
          format: "zip",
          language: currentLanguage(),
        },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: downloadsKey });
      const see = { label: t("downloads.see"), run: () => void navigate("/manage/downloads") };
      toast({ tone: "good", text: t("downloads.begun"), action: see });
      onClose();
    },
  });
  return (
    <Modal
      open
      width={480}
      title={t("personalData.giveTitle", { name })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={start.isPending} onClick={() => start.mutate()} data-testid="person-give-start">
            {t("downloads.start")}
          </Button>
        </>
      }
    >
      <div className="person-dialog">
        <p className="t2">{t("personalData.giveText")}</p>
        <p className="t3 f13">{t("personalData.giveCare")}</p>
        {start.isError && (
          <p className="banner bad" role="alert">
            {problemText(t, start.error)}
          </p>
        )}
      </div>
    </Modal>
  );
}
