import { PHONE_MAX } from "@parlor/protocol";
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { PictureField } from "../styles/PictureField.tsx";

export const CARD_FIELDS = ["phone", "photo"];

/** What visitors see of an agent beside name and title. For the form of one agent. */
export function AgentCardFields() {
  const { t } = useTranslation();
  return (
    <div className="form-grid">
      <Form.Item
        name="phone"
        label={t("people.phone")}
        extra={t("people.titleHint")}
        rules={[{ pattern: /^[0-9+()\- ]*$/, message: t("people.phoneInvalid") }]}
        validateTrigger="onBlur"
      >
        <Input type="tel" maxLength={PHONE_MAX} data-testid="agent-phone" />
      </Form.Item>
      <div className="agent-photo">
        <Form.Item name="photo" noStyle>
          <Photo />
        </Form.Item>
      </div>
    </div>
  );
}

/** The form's field gives value and change. Pictures are kept with those of the styles. */
function Photo({ value, onChange }: { value?: string; onChange?: (url: string) => void }) {
  const { t } = useTranslation();
  return (
    <PictureField
      label={t("people.photo")}
      hint={t("people.photoHint")}
      path="photo"
      value={value ? { url: value, width: 1, height: 1 } : undefined}
      onChange={(asset) => onChange?.(asset?.url ?? "")}
      small
      testId="agent-photo"
    />
  );
}
