import { type Company, type Language, NAME_MAX } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Segmented, Select, Switch } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { toast } from "../../shared/toast.tsx";
import { Unsaved } from "../../shared/unsaved.tsx";
import "./settings.css";

/** 单位信息: the company's data and the switches that hold for everybody. */
export function CompanyScreen() {
  const { t } = useTranslation();
  useTitle(t("manage.company"));
  const company = useQuery({ queryKey: ["company"], queryFn: ({ signal }) => call("get_company", {}, signal) });
  if (company.data) return <CompanyForm key={company.data.version} company={company.data} />;
  return (
    <main className="page">
      <header className="page-head">
        <h1>{t("manage.company")}</h1>
      </header>
      <div className="page-body">
        <div className="card settings-card">
          {company.isPending && <SkeletonRows rows={6} height={56} columns={2} />}
          {company.isError && <Failed title={t("settings.notLoaded")} error={company.error} retry={() => void company.refetch()} />}
        </div>
      </div>
    </main>
  );
}

const FIELDS = ["company", "time_zone", "language", "unread_grace_s", "wait_limit_s"];
const SWITCHES = ["typing_preview", "invitations", "forced_conversations"] as const;

function CompanyForm({ company }: { company: Company }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Company>();
  const [dirty, setDirty] = useState(false);
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone })), []);
  const save = useMutation({
    mutationFn: (values: Company) => call("change_company", { body: { ...values, version: company.version } }),
    onMutate: clear,
    onSuccess: async (saved) => {
      setDirty(false);
      toast({ tone: "good", text: t("common.saved") });
      client.setQueryData(["company"], saved);
      await client.invalidateQueries({ queryKey: ["me"] });
    },
    onError: (error) => {
      show(error);
      if (error instanceof ApiProblem && error.code === "conflict") {
        // The form begins anew with what the colleague saved.
        setDirty(false);
        void client.invalidateQueries({ queryKey: ["company"] });
        toast({ tone: "bad", text: t("problem.conflict") });
      }
    },
  });
  const required = { required: true, message: t("auth.required") };
  return (
    <main className="page">
      <header className="page-head">
        <h1>{t("manage.company")}</h1>
        <span className="grow" />
        <Button
          disabled={!dirty}
          onClick={() => {
            form.resetFields();
            setDirty(false);
          }}
        >
          {t("common.discard")}
        </Button>
        <Button type="primary" disabled={!dirty} loading={save.isPending} onClick={() => form.submit()} data-testid="company-save">
          {t("common.save")}
        </Button>
      </header>
      <div className="page-body">
        <Form
          form={form}
          layout="vertical"
          initialValues={company}
          onFinish={(values: Company) => save.mutate(values)}
          onValuesChange={() => setDirty(true)}
        >
          <div className="card settings-card">
            <FormProblem problem={problem} />
            <h2>{t("settings.data")}</h2>
            <div className="form-grid">
              <Form.Item name="company" label={t("auth.company")} rules={[{ ...required, whitespace: true }]} className="wide">
                <Input maxLength={NAME_MAX} data-testid="company-name" />
              </Form.Item>
              <Form.Item name="time_zone" label={t("settings.zone")} extra={t("settings.zoneHint")} rules={[required]}>
                <Select showSearch options={zones} />
              </Form.Item>
              <Form.Item name="language" label={t("settings.language")} extra={t("settings.languageHint")}>
                <Segmented<Language>
                  block
                  options={[
                    { value: "zh-CN", label: "简体中文" },
                    { value: "en", label: "English" },
                  ]}
                />
              </Form.Item>
            </div>
          </div>
          <div className="card settings-card">
            <h2>{t("settings.switches")}</h2>
            {SWITCHES.map((name) => (
              <div key={name} className="row form-switch">
                <label htmlFor={name} className="grow">
                  <div>{t(`settings.${name}`)}</div>
                  <div className="t3 f12">{t(`settings.hint.${name}`)}</div>
                </label>
                <Form.Item name={name} valuePropName="checked" noStyle>
                  <Switch id={name} />
                </Form.Item>
              </div>
            ))}
          </div>
          <div className="card settings-card">
            <h2>{t("settings.times")}</h2>
            <div className="form-grid">
              <Form.Item name="wait_limit_s" label={t("settings.waitLimit")} extra={t("settings.waitLimitHint")} rules={[required]}>
                <InputNumber min={10} max={3600} precision={0} suffix={t("settings.seconds")} style={{ width: "100%" }} />
              </Form.Item>
              <Form.Item name="unread_grace_s" label={t("settings.grace")} extra={t("settings.graceHint")} rules={[required]}>
                <InputNumber min={10} max={900} precision={0} suffix={t("settings.seconds")} style={{ width: "100%" }} />
              </Form.Item>
            </div>
          </div>
        </Form>
      </div>
      {dirty && <Unsaved />}
    </main>
  );
}
