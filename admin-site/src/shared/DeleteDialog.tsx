import { useMutation } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "./problem-text.ts";

interface Props {
  title: string;
  text: string;
  /** Names the act: "解除关联". Absent: it is deleted. */
  confirm?: string;
  run: () => Promise<unknown>;
  onClose: () => void;
  /** What else is to be decided. */
  children?: ReactNode;
}

/** Asks before something goes for good; says so if it did not. */
export function DeleteDialog({ title, text, confirm, run, onClose, children }: Props) {
  const { t } = useTranslation();
  const remove = useMutation({ mutationFn: run, onSuccess: onClose });
  return (
    <Modal
      open
      width={420}
      title={title}
      onCancel={onClose}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="primary" danger loading={remove.isPending} onClick={() => remove.mutate()} data-testid="delete-confirm">
            {confirm ?? t("common.delete")}
          </Button>
        </>
      }
    >
      <p className="t2">{text}</p>
      {children && <div style={{ marginTop: 16 }}>{children}</div>}
      {remove.isError && (
        <p className="banner bad" role="alert" style={{ marginTop: 12 }}>
          {problemText(t, remove.error)}
        </p>
      )}
    </Modal>
  );
}
