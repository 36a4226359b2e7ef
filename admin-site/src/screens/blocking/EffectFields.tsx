import type { BlockEffect } from "@parlor/protocol";
import { Form, Input, Radio } from "antd";
import { useTranslation } from "react-i18next";

const EFFECTS: readonly BlockEffect[] = ["refuse", "hide"];
const REASON_MAX = 500;

/** How somebody is kept out, and why: part of every form that does it. */
export function EffectFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="effect" label={t("blocks.effect")}>
        <Radio.Group className="radio-list">
          {EFFECTS.map((each) => (
            <Radio key={each} value={each}>
              {t(`blocks.effects.${each}`)}
              <span className="t3 f12 radio-hint">{t(`blocks.effectHint.${each}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="reason" label={t("blocks.reason")} rules={[{ required: true, whitespace: true, message: t("auth.required") }]}>
        <Input.TextArea rows={2} maxLength={REASON_MAX} data-testid="block-reason" />
      </Form.Item>
    </>
  );
}
