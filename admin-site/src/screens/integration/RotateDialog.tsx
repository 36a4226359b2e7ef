import type { IdentitySettings, RotateIdentitySecret } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { FormProblem } from "../../shared/form.tsx";
import { toast } from "../../shared/toast.tsx";
import { identityQuery } from "./identity-query.ts";

type Overlap = NonNullable<RotateIdentitySecret["overlap_hours"]>;
const OVERLAPS: readonly Overlap[] = [24, 168, 1, 0];

/** A new secret; how long the one before goes on. */
export function RotateDialog({ settings, onClose }: { settings: IdentitySettings; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [hours, setHours] = useState<Overlap>(24);
  const rotate = useMutation({
    mutationFn: () => call("rotate_identity_secret", { body: { version: settings.version, overlap_hours: hours } }),
    onSuccess: (changed) => {
      client.setQueryData(identityQuery.queryKey, changed);
      toast({ tone: "good", text: t("integration.rotatedNow") });
      onClose();
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.code === "conflict") void client.invalidateQueries({ queryKey: identityQuery.queryKey });
    },
  });
  return (
    <Modal
      open
      width={480}
      title={t("integration.rotateTitle")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            type="primary"
            danger={hours === 0}
            loading={rotate.isPending}
            onClick={() => rotate.mutate()}
            data-testid="identity-rotate-confirm"
          >
            {t("integration.rotate")}
          </Button>
        </>
      }
    >
      <FormProblem problem={rotate.error} />
      <p className="t2 integration-lead">{t("integration.rotateText")}</p>
      <Radio.Group
        className="integration-overlaps"
        aria-label={t("integration.overlapLabel")}
        value={hours}
        onChange={(event) => setHours(event.target.value as Overlap)}
        options={OVERLAPS.map((value) => ({ value, label: t(`integration.overlaps.${value}`) }))}
      />
    </Modal>
  );
}
