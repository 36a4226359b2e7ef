import type { Language } from "@parlor/protocol";
import { Button, Form, Input, Segmented } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate } from "react-router";
import { send } from "../../api/http.ts";
import { ApiProblem } from "../../api/problem.ts";
import { setFirstPassword, signIn } from "../../api/session.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { chooseLanguage, currentLanguage } from "../../shared/i18n.ts";
import { toast } from "../../shared/toast.tsx";
import { AuthFrame } from "./Frame.tsx";
import { handedOn } from "./handed-on.ts";

const RESEND_AFTER_S = 60;

interface From {
  from?: string;
  expired?: boolean;
}

function useRules() {
  const { t } = useTranslation();
  return {
    required: { required: true, whitespace: true, message: t("auth.required") },
    email: { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, message: t("auth.emailInvalid") },
    password: { min: 10, message: t("auth.passwordShort") },
    code: { pattern: /^[0-9]{6}$/, message: t("auth.codeInvalid") },
  };
}

/** Runs a request of a form: busy while it runs, its refusal beside the field. */
function useSubmit(fields: readonly string[]) {
  const [form] = Form.useForm();
  const [busy, setBusy] = useState(false);
  const { problem, show, clear } = useFormProblem(form, fields);
  const submit = async (run: () => Promise<void>) => {
    setBusy(true);
    clear();
    try {
      await run();
    } catch (error) {
      show(error);
    } finally {
      setBusy(false);
    }
  };
  return { form, busy, problem, submit };
}

const SIGN_IN_FIELDS = ["email", "password"];

export function SignInScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useLocation() as { state: From | null };
  const rules = useRules();
  const { form, busy, problem, submit } = useSubmit(SIGN_IN_FIELDS);

  const finish = ({ email, password }: { email: string; password: string }) =>
    submit(async () => {
      try {
        await signIn(email.trim(), password);
      } catch (error) {
        Object.assign(handedOn, { email: email.trim(), password });
        const code = error instanceof ApiProblem ? error.code : "";
        if (code === "second_factor_required") {
          handedOn.challenge = (error as ApiProblem).challenge ?? "";
          await navigate("/code", { state });
        } else if (code === "new_password_required") await navigate("/first-password", { state });
        else if (code === "not_confirmed") await navigate("/confirm", { state });
        else if (code === "reset_required") await navigate("/forgot");
        else throw error;
      }
    });

  return (
    <AuthFrame
      title={t("auth.signIn")}
      foot={
        <>
          <Link to="/forgot">{t("auth.forgot")}</Link>
          <span>
            {t("auth.noAccount")} <Link to="/sign-up">{t("auth.signUp")}</Link>
          </span>
        </>
      }
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ email: handedOn.email }}>
        {state?.expired && !problem && (
          <div className="banner" role="status">
            {t("auth.expired")}
          </div>
        )}
        <FormProblem problem={problem} />
        <Form.Item name="email" label={t("auth.email")} rules={[rules.required, rules.email]} validateTrigger="onBlur">
          <Input type="email" autoComplete="username" autoFocus size="large" data-testid="sign-in-email" />
        </Form.Item>
        <Form.Item name="password" label={t("auth.password")} rules={[rules.required]} validateTrigger="onSubmit">
          <Input.Password autoComplete="current-password" size="large" data-testid="sign-in-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="sign-in-submit">
          {t("auth.signIn")}
        </Button>
        <Button
          size="large"
          block
          className="auth-other"
          onClick={() => navigate("/sso", { state: { email: form.getFieldValue("email") } })}
          data-testid="sign-in-sso"
        >
          {t("auth.sso")}
        </Button>
      </Form>
    </AuthFrame>
  );
}

const SIGN_UP_FIELDS = ["company", "name", "email", "password", "language"];

export function SignUpScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rules = useRules();
  const { form, busy, problem, submit } = useSubmit(SIGN_UP_FIELDS);

  const finish = (values: { company: string; name: string; email: string; password: string; language: Language }) =>
    submit(async () => {
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "Asia/Shanghai";
      const email = values.email.trim();
      await send("sign_up", { body: { ...values, email, time_zone } });
      Object.assign(handedOn, { email, password: values.password });
      await navigate("/confirm");
    });

  return (
    <AuthFrame
      title={t("auth.signUpTitle")}
      text={t("auth.signUpText")}
      foot={
        <span>
          {t("auth.haveAccount")} <Link to="/sign-in">{t("auth.signIn")}</Link>
        </span>
      }
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ language: currentLanguage() }}>
        <FormProblem problem={problem} />
        <Form.Item name="company" label={t("auth.company")} rules={[rules.required]} validateTrigger="onBlur">
          <Input autoComplete="organization" maxLength={80} autoFocus data-testid="sign-up-company" />
        </Form.Item>
        <Form.Item name="name" label={t("auth.name")} extra={t("auth.nameHint")} rules={[rules.required]} validateTrigger="onBlur">
          <Input autoComplete="name" maxLength={80} data-testid="sign-up-name" />
        </Form.Item>
        <Form.Item name="email" label={t("auth.email")} rules={[rules.required, rules.email]} validateTrigger="onBlur">
          <Input type="email" autoComplete="username" maxLength={254} data-testid="sign-up-email" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t("auth.password")}
          extra={t("auth.passwordHint")}
          rules={[rules.required, rules.password]}
          validateTrigger="onBlur"
        >
          <Input.Password autoComplete="new-password" maxLength={128} data-testid="sign-up-password" />
        </Form.Item>
        <Form.Item name="language" label={t("auth.language")}>
          <Segmented
            block
            options={[
              { value: "zh-CN", label: "简体中文" },
              { value: "en", label: "English" },
            ]}
            onChange={(language) => void chooseLanguage(language as Language)}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="sign-up-submit">
          {t("auth.signUp")}
        </Button>
      </Form>
    </AuthFrame>
  );
}

/** Sends the code again, at most once a minute. */
function Resend({ email, request }: { email: string; request: "resend_code" | "forgot_password" }) {
  const { t } = useTranslation();
  const [wait, setWait] = useState(RESEND_AFTER_S);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  const again = async () => {
    setWait(RESEND_AFTER_S);
    try {
      await send(request, { body: { email } });
      toast({ tone: "good", text: t("auth.codeSentTo", { email }) });
    } catch {
      setWait(0);
      toast({ tone: "bad", text: t("problem.offline") });
    }
  };
  if (wait > 0) return <span className="t3">{t("auth.resendIn", { seconds: wait })}</span>;
  return (
    <button type="button" className="link-button" disabled={!email} onClick={() => void again()}>
      {t("auth.resend")}
    </button>
  );
}

function CodeInput(props: { value?: string; onChange?: (value: string) => void; id?: string }) {
  return (
    <Input
      id={props.id ?? ""}
      className="auth-code"
      value={props.value ?? ""}
      onChange={(event) => props.onChange?.(event.target.value.replace(/\D/g, "").slice(0, 6))}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      data-testid="code"
    />
  );
}

const CONFIRM_FIELDS = ["email", "code"];

export function ConfirmScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rules = useRules();
  const { form, busy, problem, submit } = useSubmit(CONFIRM_FIELDS);
  const email = Form.useWatch("email", form) ?? handedOn.email;

  const finish = (values: { email: string; code: string }) =>
    submit(async () => {
      const address = values.email.trim();
      await send("confirm_sign_up", { body: { email: address, code: values.code } });
      const { password } = handedOn;
      handedOn.password = "";
      if (!password || address !== handedOn.email) {
        await navigate("/sign-in");
        return;
      }
      // The first thing that a new company needs is its check list.
      await navigate("/confirm", { state: { from: "/manage/home" }, replace: true });
      await signIn(address, password);
    });

  return (
    <AuthFrame
      title={t("auth.confirmTitle")}
      text={handedOn.email ? t("auth.codeSentTo", { email: handedOn.email }) : t("auth.confirmText")}
      foot={
        <>
          <Resend email={email} request="resend_code" />
          <Link to="/sign-in">{t("auth.toSignIn")}</Link>
        </>
      }
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ email: handedOn.email }}>
        <FormProblem problem={problem} />
        <Form.Item
          name="email"
          label={t("auth.email")}
          rules={[rules.required, rules.email]}
          validateTrigger="onBlur"
          hidden={handedOn.email !== ""}
        >
          <Input type="email" autoComplete="username" />
        </Form.Item>
        <Form.Item name="code" label={t("auth.code")} rules={[rules.required, rules.code]} validateTrigger="onSubmit">
          <CodeInput />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="confirm-submit">
          {t("auth.confirm")}
        </Button>
      </Form>
    </AuthFrame>
  );
}

const EMAIL_FIELDS = ["email"];

export function ForgotScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rules = useRules();
  const { form, busy, problem, submit } = useSubmit(EMAIL_FIELDS);
  const finish = ({ email }: { email: string }) =>
    submit(async () => {
      handedOn.email = email.trim();
      await send("forgot_password", { body: { email: handedOn.email } });
      await navigate("/reset");
    });
  return (
    <AuthFrame title={t("auth.forgotTitle")} text={t("auth.forgotText")} foot={<Link to="/sign-in">{t("auth.toSignIn")}</Link>}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ email: handedOn.email }}>
        <FormProblem problem={problem} />
        <Form.Item name="email" label={t("auth.email")} rules={[rules.required, rules.email]} validateTrigger="onBlur">
          <Input type="email" autoComplete="username" autoFocus size="large" data-testid="forgot-email" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="forgot-submit">
          {t("auth.sendCode")}
        </Button>
      </Form>
    </AuthFrame>
  );
}

const RESET_FIELDS = ["email", "code", "password"];

export function ResetScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rules = useRules();
  const { form, busy, problem, submit } = useSubmit(RESET_FIELDS);
  const email = Form.useWatch("email", form) ?? handedOn.email;
  const finish = (values: { email: string; code: string; password: string }) =>
    submit(async () => {
      await send("reset_password", { body: { ...values, email: values.email.trim() } });
      await signIn(values.email.trim(), values.password).catch(() => navigate("/sign-in"));
    });
  return (
    <AuthFrame
      title={t("auth.resetTitle")}
      text={handedOn.email ? t("auth.codeSentTo", { email: handedOn.email }) : t("auth.confirmText")}
      foot={
        <>
          <Resend email={email} request="forgot_password" />
          <Link to="/sign-in">{t("auth.toSignIn")}</Link>
        </>
      }
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ email: handedOn.email }}>
        <FormProblem problem={problem} />
        <Form.Item
          name="email"
          label={t("auth.email")}
          rules={[rules.required, rules.email]}
          validateTrigger="onBlur"
          hidden={handedOn.email !== ""}
        >
          <Input type="email" autoComplete="username" />
        </Form.Item>
        <Form.Item name="code" label={t("auth.code")} rules={[rules.required, rules.code]} validateTrigger="onSubmit">
          <CodeInput />
        </Form.Item>
        <Form.Item
          name="password"
          label={t("auth.newPassword")}
          extra={t("auth.passwordHint")}
          rules={[rules.required, rules.password]}
          validateTrigger="onBlur"
        >
          <Input.Password autoComplete="new-password" maxLength={128} data-testid="reset-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="reset-submit">
          {t("auth.reset")}
        </Button>
      </Form>
    </AuthFrame>
  );
}

const FIRST_FIELDS = ["email", "temporary_password", "new_password"];

/** For invited colleagues: the temporary password from the mail becomes their own. */
export function FirstPasswordScreen() {
  const { t } = useTranslation();
  const rules = useRules();
  const { form, busy, problem, submit } = useSubmit(FIRST_FIELDS);
  const finish = (values: { email: string; temporary_password: string; new_password: string }) =>
    submit(async () => {
      await setFirstPassword(values.email.trim(), values.temporary_password, values.new_password);
      handedOn.password = "";
    });
  return (
    <AuthFrame title={t("auth.firstTitle")} text={t("auth.firstText")} foot={<Link to="/sign-in">{t("auth.toSignIn")}</Link>}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={finish}
        initialValues={{ email: handedOn.email, temporary_password: handedOn.password }}
      >
        <FormProblem problem={problem} />
        <Form.Item name="email" label={t("auth.email")} rules={[rules.required, rules.email]} validateTrigger="onBlur">
          <Input type="email" autoComplete="username" data-testid="first-email" />
        </Form.Item>
        <Form.Item name="temporary_password" label={t("auth.temporaryPassword")} rules={[rules.required]} validateTrigger="onSubmit">
          <Input.Password autoComplete="current-password" data-testid="first-temporary" />
        </Form.Item>
        <Form.Item
          name="new_password"
          label={t("auth.newPassword")}
          extra={t("auth.passwordHint")}
          rules={[rules.required, rules.password]}
          validateTrigger="onBlur"
        >
          <Input.Password autoComplete="new-password" maxLength={128} autoFocus data-testid="first-new" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="first-submit">
          {t("auth.setPassword")}
        </Button>
      </Form>
    </AuthFrame>
  );
}
