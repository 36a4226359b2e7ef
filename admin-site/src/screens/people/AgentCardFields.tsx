import { PHONE_MAX } from "@parlor/protocol";
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";

export const CARD_FIELDS = ["phone"];

/** What visitors see of an agent beside name and title. For the form of one agent. */
export function AgentCardFields() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="phone"
      label={t("people.phone")}
      extra={t("people.titleHint")}
      rules={[{ pattern: /^[0-9+()\- ]*$/, message: t("people.phoneInvalid") }]}
      validateTrigger="onBlur"
    >
      <Input type="tel" maxLength={PHONE_MAX} data-testid="agent-phone" />
    </Form.Item>
  );
}
