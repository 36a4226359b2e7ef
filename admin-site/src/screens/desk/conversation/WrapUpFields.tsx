import { NOTE_MAX } from "@parlor/protocol";
import { Form, Input, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { WrapUpChange } from "../../../live/session.ts";
import { useService } from "../../../shared/service.ts";
import { topicGroups } from "./wrap-up.ts";

interface Props {
  value: WrapUpChange;
  onChange: (value: WrapUpChange) => void;
}

/** What a conversation was about and worth. */
export function WrapUpFields({ value, onChange }: Props) {
  const { t } = useTranslation();
  const service = useService();
  const topics = service?.topics ?? [];
  return (
    <Form layout="vertical" component="div" className="wrap-up">
      <Form.Item label={t("wrapUp.topic")}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          allowClear
          loading={!service}
          placeholder={t("wrapUp.chooseTopic")}
          notFoundContent={t("wrapUp.noTopics")}
          options={topicGroups(topics, t("wrapUp.otherTopics"))}
          value={value.topic_id ?? null}
          onChange={(topic_id: string | null | undefined) => {
            const { topic_id: _before, ...rest } = value;
            onChange(topic_id ? { ...rest, topic_id } : rest);
          }}
          data-testid="wrap-up-topic"
        />
      </Form.Item>
      <Form.Item label={t("wrapUp.value")}>
        <Radio.Group
          value={value.value}
          onChange={(event) => onChange({ ...value, value: event.target.value as WrapUpChange["value"] })}
          options={[
            { value: "valid", label: t("wrapUp.valid") },
            { value: "invalid", label: t("wrapUp.invalid") },
          ]}
          data-testid="wrap-up-value"
        />
      </Form.Item>
      <Form.Item label={t("wrapUp.note")}>
        <Input.TextArea
          rows={2}
          maxLength={NOTE_MAX}
          value={value.note}
          onChange={(event) => onChange({ ...value, note: event.target.value })}
          data-testid="wrap-up-note"
        />
      </Form.Item>
    </Form>
  );
}

export const NEW_WRAP_UP: WrapUpChange = { value: "valid", note: "" };
