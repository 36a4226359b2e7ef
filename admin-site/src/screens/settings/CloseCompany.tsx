import type { CompanyClosing } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { TakeAlong } from "./TakeAlong.tsx";

const OWN = ["wrong_name", "wrong_password", "wrong_code", "code_needed", "sign_in_again"] as const;
type Own = (typeof OWN)[number];
const isOwn = (code: string): code is Own => (OWN as readonly string[]).includes(code);

/** 注销公司: the end of the company, for its administrators. */
export function CloseCompany() {
  const { t } = useTranslation();
  const me = useMe();
  const [open, setOpen] = useState(false);
  const allowed = me.role === "admin" && may(me, "keep_company");
  const closing = useQuery({ queryKey: ["closing"], queryFn: ({ signal }) => call("get_closing", {}, signal), enabled: allowed && open });
  if (!allowed) return null;
  return (
    <section className="card settings-card">
      <h2>{t("leaving.title")}</h2>
      <p className="t3 f12 form-lead">{t("leaving.lead")}</p>
      <TakeAlong />
      {closing.isError && (
        <p className="banner bad" role="alert">
          {problemText(t, closing.error)}
        </p>
      )}
      <Button danger loading={closing.isLoading} onClick={() => setOpen(true)} data-testid="close-company">
        {t("leaving.close")}
      </Button>
      {open && closing.data && <Dialog closing={closing.data} onClose={() => setOpen(false)} />}
    </section>
  );
}

interface Values {
  company: string;
  password?: string;
  code?: string;
}

function Dialog({ closing, onClose }: { closing: CompanyClosing; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [needsCode, setNeedsCode] = useState(false);
  const typed = Form.useWatch("company", form) ?? "";
  const close = useMutation({
    mutationFn: (values: Values) => call("close_company", { body: values }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["me"] }),
    onError: (error) => {
      if (error instanceof ApiProblem && error.code === "code_needed") setNeedsCode(true);
    },
  });
  const words = (error: unknown) =>
    error instanceof ApiProblem && isOwn(error.code) ? t(`leaving.problem.${error.code}`) : problemText(t, error);
  return (
    <Modal
      open
      width={480}
      title={t("leaving.close")}
      onCancel={onClose}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            type="primary"
            danger
            disabled={typed.trim() !== closing.company}
            loading={close.isPending}
            onClick={() => form.submit()}
            data-testid="close-confirm"
          >
            {t("leaving.close")}
          </Button>
        </>
      }
    >
      <ul className="t2 leaving-steps">
        <li>{t("leaving.now")}</li>
        <li>{t("leaving.grace", { count: closing.grace_days })}</li>
        <li>{t("leaving.then")}</li>
        <li>{t("leaving.takeFirst")}</li>
      </ul>
      <Form form={form} layout="vertical" onFinish={(values) => close.mutate(values)} requiredMark={false}>
        <Form.Item name="company" label={t("leaving.name", { company: closing.company })}>
          <Input autoComplete="off" data-testid="close-name" />
        </Form.Item>
        {closing.has_password !== false && (
          <Form.Item name="password" label={t("leaving.password")}>
            <Input.Password autoComplete="current-password" data-testid="close-password" />
          </Form.Item>
        )}
        {needsCode && (
          <Form.Item name="code" label={t("leaving.code")}>
            <Input inputMode="numeric" autoComplete="one-time-code" data-testid="close-code" />
          </Form.Item>
        )}
      </Form>
      {close.isError && (
        <p className="banner bad" role="alert">
          {words(close.error)}
        </p>
      )}
    </Modal>
  );
}
