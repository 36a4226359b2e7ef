import type { Block, BlockEffect, BlockKind } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, DatePicker, Form, Input, Modal, Segmented } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { toast } from "../../shared/toast.tsx";
import { blocksQuery } from "./blocks-query.ts";
import { EffectFields } from "./EffectFields.tsx";

const KINDS: readonly BlockKind[] = ["visitor", "ip", "cidr", "phone"];
const VALUE_MAX = 64;
const FIELDS = ["value", "reason", "from_at", "until"];

interface Values {
  kind: BlockKind;
  value: string;
  effect: BlockEffect;
  reason: string;
  /** Null: from now on. */
  from_at: Dayjs | null;
  /** Null: for ever. */
  until: Dayjs | null;
}

/** A new entry, or how an old one works; whom it means stays. */
export function BlockDialog({ block, onClose }: { block: Block | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const kind = Form.useWatch("kind", form) ?? block?.kind ?? "visitor";
  const refresh = () => client.invalidateQueries({ queryKey: blocksQuery.queryKey });
  const save = useMutation({
    mutationFn: ({ kind, value, effect, reason, from_at, until }: Values) => {
      const how = { effect, reason: reason.trim(), ...(from_at && { from_at: from_at.valueOf() }) };
      if (!block) return call("add_block", { body: { kind, value: value.trim(), ...how, ...(until && { until: until.valueOf() }) } });
      const end = until?.valueOf() ?? null;
      // What is over may be read and annotated without a new end.
      const body = { version: block.version, ...how, ...(end !== (block.until ?? null) && { until: end }) };
      return call("change_block", { path: { block_id: block.block_id }, body });
    },
    onMutate: clear,
    onSuccess: async () => {
      toast({ tone: "good", text: t("common.saved") });
      await refresh();
      onClose();
    },
    onError: (error) => {
      show(error);
      if (error instanceof ApiProblem && error.code === "conflict") void refresh();
    },
  });
  return (
    <Modal
      open
      width={480}
      title={block ? (block.visitor_number ?? block.value) : t("blocks.add")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()} data-testid="block-save">
            {t("common.save")}
          </Button>
        </>
      }
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          kind: block?.kind ?? "visitor",
          value: block?.value ?? "",
          effect: block?.effect ?? "refuse",
          reason: block?.reason ?? "",
          from_at: block ? dayjs(block.from_at) : null,
          until: block?.until ? dayjs(block.until) : null,
        }}
        onFinish={(values) => save.mutate(values)}
      >
        <FormProblem problem={problem} />
        {!block && (
          <>
            <Form.Item name="kind" label={t("blocks.kind")}>
              <Segmented<BlockKind> block options={KINDS.map((value) => ({ value, label: t(`blocks.kinds.${value}`) }))} />
            </Form.Item>
            <Form.Item
              name="value"
              label={t(`blocks.kinds.${kind}`)}
              extra={t(`blocks.valueHint.${kind}`)}
              rules={[{ required: true, whitespace: true, message: t("auth.required") }]}
            >
              <Input maxLength={VALUE_MAX} autoFocus data-testid="block-value" />
            </Form.Item>
          </>
        )}
        <EffectFields />
        <Form.Item name="from_at" label={t("blocks.from")}>
          <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" placeholder={t("blocks.now")} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name="until" label={t("blocks.until")}>
          <DatePicker
            showTime={{ format: "HH:mm" }}
            format="YYYY-MM-DD HH:mm"
            minDate={dayjs()}
            placeholder={t("blocks.forever")}
            style={{ width: "100%" }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
