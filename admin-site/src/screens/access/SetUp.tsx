import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Form, Input, QRCode } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { ofAuthenticator } from "./codes.ts";
import "./access.css";

const FIELDS = ["code"];

/** The secret as people type it: in groups of four. */
const grouped = (secret: string) => secret.replace(/(.{4})(?=.)/g, "$1 ");

interface Props {
  /** Of who has a second factor already and takes another device. */
  password?: string;
  onDone: (recoveryCodes: readonly string[]) => void;
}

/** An authenticator is told the secret and proves it by a code. Nothing holds before. */
export function SetUp({ password, onDone }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ code: string }>();
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const made = useQuery({
    queryKey: ["new-authenticator"],
    queryFn: () => call("new_authenticator", { body: password ? { password } : {} }),
    // Each answer is another secret.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const confirm = useMutation({
    mutationFn: ({ code }: { code: string }) => call("confirm_authenticator", { body: { code: code.trim() } }),
    onMutate: clear,
    onSuccess: (answer) => onDone(answer.recovery_codes),
    onError: (error) => show(ofAuthenticator(error)),
  });
  if (made.isError) return <Failed title={t("access.setUpNotLoaded")} error={made.error} retry={() => void made.refetch()} />;
  if (!made.data) return <SkeletonRows rows={3} />;
  return (
    <div className="access-setup">
      <ol>
        <li>{t("access.stepApp")}</li>
        <li>
          {t("access.stepScan")}
          <div className="access-scan">
            <QRCode value={made.data.address} size={168} type="svg" color="#000" bgColor="#fff" aria-label={t("access.qr")} />
            <div className="grow">
              <p className="t3 f12">{t("access.secret")}</p>
              <CopyBox text={grouped(made.data.secret)} testId="authenticator-secret" />
            </div>
          </div>
        </li>
        <li>{t("access.stepCode")}</li>
      </ol>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => confirm.mutate(values)}>
        <FormProblem problem={problem} />
        <Form.Item
          name="code"
          label={t("auth.code")}
          rules={[{ pattern: /^\s*[0-9]{6}\s*$/, required: true, message: t("auth.codeInvalid") }]}
          validateTrigger="onSubmit"
        >
          <Input className="auth-code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} data-testid="setup-code" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={confirm.isPending} data-testid="setup-submit">
          {t("access.switchOn")}
        </Button>
      </Form>
    </div>
  );
}
