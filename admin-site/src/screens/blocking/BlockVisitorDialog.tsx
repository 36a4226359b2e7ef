import type { BlockEffect, BlockVisitor } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Modal, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { toast } from "../../shared/toast.tsx";
import { blocksQuery } from "./blocks-query.ts";
import { EffectFields } from "./EffectFields.tsx";

const BY: readonly BlockVisitor["by"][] = ["visitor", "ip", "phone"];
const FIELDS = ["by", "minutes", "reason"];
const HOUR = 60;
const DAY = 24 * HOUR;
/** In place of minutes: without an end. */
const FOREVER = 0;

interface Values {
  by: BlockVisitor["by"];
  minutes: number;
  effect: BlockEffect;
  reason: string;
}

/** Keeps a visitor out who is in front of the agent. A conversation with them ends. */
export default function BlockVisitorDialog({ visitorId, name, onClose }: { visitorId: string; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const lead = may(useMe(), "keep_black_list");
  const [form] = Form.useForm<Values>();
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const save = useMutation({
    mutationFn: ({ minutes, reason, ...values }: Values) =>
      call("block_visitor", {
        path: { visitor_id: visitorId },
        body: { ...values, reason: reason.trim(), ...(minutes !== FOREVER && { minutes }) },
      }),
    onMutate: clear,
    onSuccess: () => {
      toast({ tone: "good", text: t("blocks.done", { name }) });
      void client.invalidateQueries({ queryKey: blocksQuery.queryKey });
      onClose();
    },
    onError: show,
  });
  const periods = [
    { value: HOUR, label: t("blocks.hours", { count: 1 }) },
    { value: DAY, label: t("blocks.hours", { count: 24 }) },
    ...(lead
      ? [
          { value: 7 * DAY, label: t("blocks.days", { count: 7 }) },
          { value: 30 * DAY, label: t("blocks.days", { count: 30 }) },
          { value: FOREVER, label: t("blocks.forever") },
        ]
      : []),
  ];
  return (
    <Modal
      open
      width={440}
      title={t("blocks.blockTitle", { name })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" danger loading={save.isPending} onClick={() => form.submit()} data-testid="block-confirm">
            {t("blocks.block")}
          </Button>
        </>
      }
    >
      <p className="t2" style={{ marginBottom: 16 }}>
        {t("blocks.blockText")}
      </p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ by: "visitor", minutes: DAY, effect: "refuse", reason: "" }}
        onFinish={(values) => save.mutate(values)}
      >
        <FormProblem problem={problem} />
        <Form.Item name="by" label={t("blocks.by")}>
          <Radio.Group options={BY.map((value) => ({ value, label: t(`blocks.kinds.${value}`) }))} />
        </Form.Item>
        <Form.Item name="minutes" label={t("blocks.period")} {...(lead ? {} : { extra: t("blocks.agentsDay") })}>
          <Select options={periods} data-testid="block-period" />
        </Form.Item>
        <EffectFields />
      </Form>
    </Modal>
  );
}
