import type { PublishNotice } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, DatePicker, Form, Input, Modal, Segmented, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useLive } from "../../live/index.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { myNoticesQuery, noticesQueryKey } from "../../shared/notices.ts";
import { toast } from "../../shared/toast.tsx";

type Audience = NonNullable<PublishNotice["audience"]>;

const AUDIENCES: readonly Audience[] = ["all", "departments", "agents"];
const FIELDS = ["title", "text", "department_ids", "agent_ids", "from_at", "until"];
const TITLE_MAX = 80;
const TEXT_MAX = 2_000;
const DEFAULT_DAYS = 7;

interface Values {
  title: string;
  text: string;
  audience: Audience;
  department_ids: string[];
  agent_ids: string[];
  /** Null: from now on. */
  from_at: Dayjs | null;
  until: Dayjs | null;
}

/** Tells the staff something. */
export function PublishDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const audience = Form.useWatch("audience", form) ?? "all";
  const departments = useLive((state) => state.departments);
  const agents = useLive((state) => state.agents);
  const save = useMutation({
    mutationFn: ({ title, text, audience, department_ids, agent_ids, from_at, until }: Values) =>
      call("publish_notice", {
        body: {
          title: title.trim(),
          text: text.trim(),
          audience,
          ...(audience === "departments" && { department_ids }),
          ...(audience === "agents" && { agent_ids }),
          ...(from_at && { from_at: from_at.valueOf() }),
          ...(until && { until: until.valueOf() }),
        },
      }),
    onMutate: clear,
    onSuccess: async () => {
      toast({ tone: "good", text: t("notices.published") });
      void client.invalidateQueries({ queryKey: myNoticesQuery.queryKey });
      await client.invalidateQueries({ queryKey: noticesQueryKey });
      onClose();
    },
    onError: show,
  });
  const required = [{ required: true, message: t("auth.required") }];
  return (
    <Modal
      open
      width={520}
      title={t("notices.publishTitle")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()} data-testid="notice-publish">
            {t("notices.publish")}
          </Button>
        </>
      }
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          title: "",
          text: "",
          audience: "all",
          department_ids: [],
          agent_ids: [],
          from_at: null,
          until: dayjs().add(DEFAULT_DAYS, "day"),
        }}
        onFinish={(values: Values) => save.mutate(values)}
      >
        <FormProblem problem={problem} />
        <Form.Item name="title" label={t("notices.title")} rules={[{ required: true, whitespace: true, message: t("auth.required") }]}>
          <Input maxLength={TITLE_MAX} autoFocus data-testid="notice-title" />
        </Form.Item>
        <Form.Item name="text" label={t("notices.text")} rules={[{ required: true, whitespace: true, message: t("auth.required") }]}>
          <Input.TextArea maxLength={TEXT_MAX} autoSize={{ minRows: 3, maxRows: 8 }} data-testid="notice-text" />
        </Form.Item>
        <Form.Item name="audience" label={t("notices.audience")}>
          <Segmented<Audience> block options={AUDIENCES.map((value) => ({ value, label: t(`notices.audiences.${value}`) }))} />
        </Form.Item>
        {audience === "departments" && (
          <Form.Item name="department_ids" label={t("notices.audiences.departments")} rules={required}>
            <Select
              mode="multiple"
              optionFilterProp="label"
              options={departments.map((each) => ({ value: each.department_id, label: each.name }))}
              data-testid="notice-departments"
            />
          </Form.Item>
        )}
        {audience === "agents" && (
          <Form.Item name="agent_ids" label={t("notices.audiences.agents")} rules={required}>
            <Select
              mode="multiple"
              optionFilterProp="label"
              options={[...agents.values()].map((each) => ({ value: each.agent_id, label: `${each.number} ${each.name}` }))}
              data-testid="notice-agents"
            />
          </Form.Item>
        )}
        <div className="form-grid">
          <Form.Item name="from_at" label={t("blocks.from")}>
            <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" placeholder={t("blocks.now")} style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="until" label={t("blocks.until")} rules={required}>
            <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" minDate={dayjs()} style={{ width: "100%" }} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
