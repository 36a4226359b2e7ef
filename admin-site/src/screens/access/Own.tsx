import { fullTime } from "@parlor/design";
import type { OwnAccess, StaffSession } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal } from "antd";
import { ShieldCheck, ShieldOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { ownAccessQuery, ownSessionsQuery } from "./queries.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { Sessions } from "./Sessions.tsx";
import { SetUp } from "./SetUp.tsx";
import "../settings/settings.css";
import "./access.css";

/** 登录与安全: one's own password, second factor and sign-ins. */
export function OwnAccessScreen() {
  const { t } = useTranslation();
  const access = useQuery(ownAccessQuery);
  return (
    <main className="page">
      <PageHead title={t("manage.access")} />
      <div className="page-body">
        {access.data ? (
          <>
            <SignInsCard />
            {access.data.single_sign_on ? (
              <section className="card settings-card">
                <p className="t2">{t("access.bySingleSignOn")}</p>
              </section>
            ) : (
              <>
                <SecondFactorCard access={access.data} />
                <PasswordCard access={access.data} />
              </>
            )}
          </>
        ) : (
          <div className="card settings-card">
            {access.isPending && <SkeletonRows rows={6} height={56} columns={2} />}
            {access.isError && <Failed title={t("settings.notLoaded")} error={access.error} retry={() => void access.refetch()} />}
          </div>
        )}
      </div>
    </main>
  );
}

function SignInsCard() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useQuery(ownSessionsQuery);
  const again = () => client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
  const bad = (error: unknown) => {
    toast({ tone: "bad", text: problemText(t, error) });
    void again();
  };
  const end = useMutation({
    mutationFn: (session: StaffSession) => call("end_own_session", { path: { session_id: session.session_id } }),
    onSuccess: async () => {
      toast({ tone: "good", text: t("access.ended") });
      await again();
    },
    onError: bad,
  });
  const others = useMutation({
    mutationFn: () => call("end_own_other_sessions", {}),
    onSuccess: async () => {
      toast({ tone: "good", text: t("access.ended") });
      await again();
    },
    onError: bad,
  });
  const sessions = list.data?.sessions ?? [];
  return (
    <section className="card settings-card">
      <div className="row">
        <h2 className="grow">{t("access.mySignIns")}</h2>
        {sessions.some((session) => !session.current) && (
          <Button size="small" loading={others.isPending} onClick={() => others.mutate()} data-testid="end-others">
            {t("access.endOthers")}
          </Button>
        )}
      </div>
      <p className="t3 f12">{t("access.mySignInsText")}</p>
      {list.isPending && <SkeletonRows rows={2} />}
      {list.isError && <Failed title={t("access.notLoaded")} error={list.error} retry={() => void list.refetch()} />}
      {list.data && (
        <Sessions
          sessions={sessions}
          ending={end.isPending ? end.variables.session_id : undefined}
          onEnd={(session) => end.mutate(session)}
        />
      )}
    </section>
  );
}

type Doing = "set-up" | "off" | "codes";

function SecondFactorCard({ access }: { access: OwnAccess }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing>();
  const [codes, setCodes] = useState<readonly string[]>();
  const on = access.second_factor_at !== undefined;
  const done = async () => {
    setDoing(undefined);
    setCodes(undefined);
    await client.invalidateQueries({ queryKey: ownAccessQuery.queryKey });
  };
  const Icon = on ? ShieldCheck : ShieldOff;
  return (
    <section className="card settings-card">
      <h2>{t("access.secondFactor")}</h2>
      <div className="row access-state" data-testid="second-factor" data-on={on}>
        <Icon size={20} aria-hidden className={on ? "is-good" : "t3"} />
        <div className="grow">
          <div>{t(on ? "access.isOn" : "access.isOff")}</div>
          <div className="t3 f12">
            {on
              ? t("access.onSince", {
                  time: fullTime(access.second_factor_at ?? 0, me.time_zone),
                  count: access.recovery_codes_left ?? 0,
                })
              : t(access.wanted ? "access.wanted" : "access.secondFactorText")}
          </div>
        </div>
        {on ? (
          <>
            <Button onClick={() => setDoing("codes")} data-testid="renew-codes">
              {t("access.newCodes")}
            </Button>
            <Button danger onClick={() => setDoing("off")} data-testid="second-factor-off">
              {t("access.switchOff")}
            </Button>
          </>
        ) : (
          <Button type="primary" onClick={() => setDoing("set-up")} data-testid="second-factor-on">
            {t("access.setUp")}
          </Button>
        )}
      </div>
      <Modal
        open={doing === "set-up" || codes !== undefined}
        title={t(codes ? "access.codes" : "access.setUpTitle")}
        footer={null}
        width={520}
        closable={codes === undefined}
        mask={{ closable: false }}
        keyboard={codes === undefined}
        destroyOnHidden
        onCancel={() => setDoing(undefined)}
      >
        {codes ? <RecoveryCodes codes={codes} onDone={() => void done()} /> : <SetUp onDone={setCodes} />}
      </Modal>
      {(doing === "off" || doing === "codes") && codes === undefined && (
        <ProveDialog
          title={t(doing === "off" ? "access.offTitle" : "access.newCodesTitle")}
          text={t(doing === "off" ? "access.offText" : "access.newCodesText")}
          danger={doing === "off"}
          label={t(doing === "off" ? "access.switchOff" : "access.newCodes")}
          onCancel={() => setDoing(undefined)}
          run={async (password) => {
            if (doing === "off") {
              await call("remove_second_factor", { body: { password } });
              toast({ tone: "good", text: t("access.nowOff") });
              await done();
            } else setCodes((await call("renew_recovery_codes", { body: { password } })).recovery_codes);
          }}
        />
      )}
    </section>
  );
}

interface ProveProps {
  title: string;
  text: string;
  label: string;
  danger: boolean;
  run: (password: string) => Promise<void>;
  onCancel: () => void;
}

/** What only the person may do takes the password, however long the desk has been open. */
function ProveDialog({ title, text, label, danger, run, onCancel }: ProveProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ password: string }>();
  const { problem, show, clear } = useFormProblem(form, ["password"]);
  const prove = useMutation({ mutationFn: ({ password }: { password: string }) => run(password), onMutate: clear, onError: show });
  return (
    <Modal
      open
      width={420}
      title={title}
      onCancel={onCancel}
      footer={
        <>
          <Button onClick={onCancel}>{t("common.cancel")}</Button>
          <Button type="primary" danger={danger} loading={prove.isPending} onClick={() => form.submit()} data-testid="prove-submit">
            {label}
          </Button>
        </>
      }
    >
      <p className="t2">{text}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => prove.mutate(values)}>
        <FormProblem problem={problem} />
        <Form.Item name="password" label={t("auth.password")} rules={[{ required: true, message: t("auth.required") }]}>
          <Input.Password autoComplete="current-password" autoFocus maxLength={128} data-testid="prove-password" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function PasswordCard({ access }: { access: OwnAccess }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const done = async () => {
    toast({ tone: "good", text: t("access.passwordChanged") });
    await Promise.all([ownAccessQuery, ownSessionsQuery].map(({ queryKey }) => client.invalidateQueries({ queryKey })));
  };
  return (
    <section className="card settings-card">
      <h2>{t("auth.password")}</h2>
      <p className="t3 f12">
        {access.password_changed_at !== undefined &&
          `${t("access.passwordSince", { time: fullTime(access.password_changed_at, me.time_zone) })} `}
        {(access.password_days ?? 0) > 0 && `${t("access.passwordGrowsOld", { count: access.password_days ?? 0 })} `}
        {t("access.passwordText")}
      </p>
      <PasswordForm least={access.password_min ?? 10} onDone={() => void done()} />
    </section>
  );
}
