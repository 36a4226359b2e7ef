import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";

const FIELDS = ["old_password", "new_password"];

interface Values {
  old_password: string;
  new_password: string;
}

interface Props {
  /** Characters that the person's companies want at least. */
  least: number;
  onDone: () => void;
}

/** One's own password is changed with the old one. */
export function PasswordForm({ least, onDone }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const change = useMutation({
    mutationFn: ({ old_password, new_password }: Values) => call("change_password", { body: { old_password, new_password } }),
    onMutate: clear,
    onSuccess: () => {
      form.resetFields();
      onDone();
    },
    onError: show,
  });
  const required = { required: true, message: t("auth.required") };
  return (
    <Form form={form} layout="vertical" requiredMark={false} className="access-form" onFinish={(values) => change.mutate(values)}>
      <FormProblem problem={problem} />
      <Form.Item name="old_password" label={t("access.oldPassword")} rules={[required]} validateTrigger="onSubmit">
        <Input.Password autoComplete="current-password" maxLength={128} data-testid="old-password" />
      </Form.Item>
      <Form.Item
        name="new_password"
        label={t("auth.newPassword")}
        extra={t("access.passwordHint", { count: least })}
        rules={[required, { min: least, message: t("access.passwordShort", { count: least }) }]}
        validateTrigger="onBlur"
      >
        <Input.Password autoComplete="new-password" maxLength={128} data-testid="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending} data-testid="change-password">
        {t("access.changePassword")}
      </Button>
    </Form>
  );
}
