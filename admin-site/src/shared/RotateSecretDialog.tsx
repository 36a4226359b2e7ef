import type { RotateIdentitySecret } from "@parlor/protocol";
import { useMutation } from "@tanstack/react-query";
import { Button, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormProblem } from "./form.tsx";
import { toast } from "./toast.tsx";

export type Overlap = NonNullable<RotateIdentitySecret["overlap_hours"]>;
const OVERLAPS: readonly Overlap[] = [24, 168, 1, 0];

interface Props {
  title: string;
  text: string;
  rotate: (overlapHours: Overlap) => Promise<unknown>;
  onClose: () => void;
  /** `identity` makes `identity-rotate-confirm`. */
  testId: string;
}

/** A new secret; how long the one before goes on. */
export function RotateSecretDialog({ title, text, rotate, onClose, testId }: Props) {
  const { t } = useTranslation();
  const [hours, setHours] = useState<Overlap>(24);
  const run = useMutation({
    mutationFn: () => rotate(hours),
    onSuccess: () => {
      toast({ tone: "good", text: t("integration.rotatedNow") });
      onClose();
    },
  });
  return (
    <Modal
      open
      width={480}
      title={title}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            type="primary"
            danger={hours === 0}
            loading={run.isPending}
            onClick={() => run.mutate()}
            data-testid={`${testId}-rotate-confirm`}
          >
            {t("integration.rotate")}
          </Button>
        </>
      }
    >
      <FormProblem problem={run.error} />
      <p className="t2" style={{ marginBottom: 12 }}>
        {text}
      </p>
      <Radio.Group
        style={{ display: "grid", gap: 12 }}
        aria-label={t("integration.overlapLabel")}
        value={hours}
        onChange={(event) => setHours(event.target.value as Overlap)}
        options={OVERLAPS.map((value) => ({ value, label: t(`integration.overlaps.${value}`) }))}
      />
    </Modal>
  );
}
