import { Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useSearchParams } from "react-router";
import { send } from "../../api/http.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { AuthFrame } from "./Frame.tsx";

const FIELDS = ["email"];
const KNOWN = [
  "sso_over",
  "sso_no_email",
  "sso_unverified",
  "sso_foreign_address",
  "sso_not_invited",
  "sso_disabled",
  "sso_other_person",
] as const;
type Known = (typeof KNOWN)[number];
const isKnown = (code: string): code is Known => (KNOWN as readonly string[]).includes(code);

/** 单点登录: the domain of an address says to which provider the browser goes. What went wrong there comes back in the address. */
export function SingleSignOnScreen() {
  const { t } = useTranslation();
  const { state } = useLocation() as { state: { email?: string } | null };
  const [search] = useSearchParams();
  const [form] = Form.useForm();
  const [busy, setBusy] = useState(false);
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const came = search.get("problem");

  const finish = async ({ email }: { email: string }) => {
    setBusy(true);
    clear();
    try {
      const { url } = await send("begin_sign_on", { body: { email: email.trim() } });
      // Busy until the page is left.
      if (url) return window.location.assign(url);
      form.setFields([{ name: "email", errors: [t("sso.unknownDomain")] }]);
    } catch (error) {
      show(error);
    }
    setBusy(false);
  };

  return (
    <AuthFrame title={t("auth.sso")} text={t("sso.text")} foot={<Link to="/sign-in">{t("sso.byPassword")}</Link>}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ email: state?.email }}>
        {came && !problem && (
          <div className="banner bad" role="alert" data-testid="sso-problem">
            {t(isKnown(came) ? `sso.came.${came}` : "sso.came.other")}
          </div>
        )}
        <FormProblem problem={problem} />
        <Form.Item
          name="email"
          label={t("sso.email")}
          rules={[
            { required: true, whitespace: true, message: t("auth.required") },
            { pattern: /^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$/, message: t("auth.emailInvalid") },
          ]}
          validateTrigger="onSubmit"
        >
          <Input type="email" autoComplete="username" autoFocus size="large" data-testid="sso-email" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="sso-submit">
          {t("sso.go")}
        </Button>
      </Form>
    </AuthFrame>
  );
}
