import { Button, Form, Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { ApiProblem } from "../../api/problem.ts";
import { giveCode, giveRecoveryCode } from "../../api/session.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { ofAuthenticator } from "../access/codes.ts";
import { AuthFrame } from "./Frame.tsx";
import { handedOn } from "./handed-on.ts";

const FIELDS = ["code", "recovery_code"];

interface Values {
  code?: string;
  recovery_code?: string;
}

/** The second step of a sign-in: the code of the authenticator, or a recovery code in its place. */
export function CodeScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useLocation();
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const [recovering, setRecovering] = useState(false);
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const { email, password, challenge } = handedOn;

  useEffect(() => {
    // After a reload nothing of the first step is left.
    if (!handedOn.challenge) void navigate("/sign-in", { state, replace: true });
  }, [navigate, state]);

  const finish = async ({ code = "", recovery_code = "" }: Values) => {
    setBusy(true);
    clear();
    try {
      if (recovering) await giveRecoveryCode(email, password, recovery_code.trim());
      else await giveCode(challenge, code.trim());
      Object.assign(handedOn, { password: "", challenge: "" });
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "unauthorized") await navigate("/sign-in", { state, replace: true });
      else show(ofAuthenticator(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <AuthFrame
      title={t("access.codeTitle")}
      text={t(recovering ? "access.recoveryText" : "access.codeText")}
      foot={
        <>
          <button type="button" className="link-button" onClick={() => setRecovering(!recovering)} data-testid="code-other">
            {t(recovering ? "access.useCode" : "access.useRecovery")}
          </button>
          <button type="button" className="link-button" onClick={() => void navigate("/sign-in", { state })}>
            {t("auth.toSignIn")}
          </button>
        </>
      }
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void finish(values)}>
        <FormProblem problem={problem} />
        {recovering ? (
          <Form.Item
            key="recovery"
            name="recovery_code"
            label={t("access.recoveryCode")}
            rules={[{ required: true, whitespace: true, message: t("auth.required") }]}
            validateTrigger="onSubmit"
          >
            <Input className="auth-code" size="large" autoComplete="off" autoFocus maxLength={40} data-testid="recovery-code" />
          </Form.Item>
        ) : (
          <Form.Item
            key="code"
            name="code"
            label={t("auth.code")}
            rules={[{ required: true, pattern: /^\s*[0-9]{6}\s*$/, message: t("auth.codeInvalid") }]}
            validateTrigger="onSubmit"
          >
            <Input
              className="auth-code"
              size="large"
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              maxLength={8}
              data-testid="sign-in-code"
            />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="code-submit">
          {t("auth.signIn")}
        </Button>
      </Form>
    </AuthFrame>
  );
}
