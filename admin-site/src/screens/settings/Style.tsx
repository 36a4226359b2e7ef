import type { Launcher, Position, StyleSummary as Style, StyleTexts, VisitorLanguage } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Segmented, Select } from "antd";
import { Check, Minus, Send, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { useMe } from "../../shared/me.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { toast } from "../../shared/toast.tsx";
import { Unsaved } from "../../shared/unsaved.tsx";
import { AA, contrastWithWhite, darkenedToAa, SWATCHES } from "./color.ts";
import { LauncherFields, LauncherIcon } from "./LauncherFields.tsx";
import "./settings.css";

const LANGUAGES: readonly VisitorLanguage[] = ["zh-CN", "zh-TW", "en", "ja"];
const LANGUAGE_NAMES: Record<VisitorLanguage, string> = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English", ja: "日本語" };
/** Longest texts, in characters. */
const TEXTS = { title: 40, launcher: 20, welcome: 500, warning: 200, offline: 500 } as const;
const NO_TEXTS: StyleTexts = { title: "", launcher: "", welcome: "", warning: "", offline: "" };
const ANY_DEPARTMENT = "";
const AS_EVERYBODY: Required<Launcher> = {
  online: "bubble",
  busy: "bubble",
  offline: "bubble",
  x: 24,
  y: 24,
  phones: true,
  when_offline: true,
  show_on: [],
  hide_on: [],
};

/** 风格: how the widget looks and what it says, with a picture of it beside the form. */
export function StyleScreen() {
  const { t } = useTranslation();
  useTitle(t("manage.style"));
  const styles = useQuery({ queryKey: ["styles"], queryFn: ({ signal }) => call("list_styles", {}, signal) });
  const style = styles.data?.styles[0];
  if (style) return <StyleForm key={style.version} style={style} />;
  return (
    <main className="page">
      <header className="page-head">
        <h1>{t("manage.style")}</h1>
      </header>
      <div className="page-body">
        <div className="card settings-card">
          {styles.isPending && <SkeletonRows rows={6} height={56} columns={2} />}
          {styles.isError && <Failed title={t("settings.notLoaded")} error={styles.error} retry={() => void styles.refetch()} />}
        </div>
      </div>
    </main>
  );
}

interface Values {
  name: string;
  color: string;
  position: Position;
  language: VisitorLanguage | "auto";
  department_id: string;
  texts: Record<VisitorLanguage, StyleTexts>;
  launcher: Required<Launcher>;
}

const FIELDS = ["name", "color", "position", "language", "department_id", "texts", "launcher"];

function valuesOf(style: Style): Values {
  const texts = Object.fromEntries(LANGUAGES.map((language) => [language, { ...NO_TEXTS, ...style.texts?.[language] }]));
  return {
    name: style.name,
    color: style.color,
    position: style.position ?? "right",
    language: style.language ?? "auto",
    department_id: style.department_id ?? ANY_DEPARTMENT,
    texts: texts as Values["texts"],
    launcher: { ...AS_EVERYBODY, ...style.launcher },
  };
}

function StyleForm({ style }: { style: Style }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [dirty, setDirty] = useState(false);
  const [textLanguage, setTextLanguage] = useState<VisitorLanguage>(
    !style.language || style.language === "auto" ? (i18n.language as VisitorLanguage) : style.language,
  );
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const initial = valuesOf(style);
  const values = (Form.useWatch([], { form, preserve: true }) as Values | undefined) ?? initial;
  const color = /^#[0-9a-fA-F]{6}$/.test(values.color ?? "") ? values.color : style.color;
  const contrast = contrastWithWhite(color);

  const save = useMutation({
    mutationFn: () => {
      // Fields that are not shown just now belong to the form all the same.
      const all = { ...initial, ...(form.getFieldsValue(true) as Values) };
      return call("change_style", {
        path: { style_id: style.style_id },
        body: { ...all, department_id: all.department_id || null, version: style.version },
      });
    },
    onMutate: clear,
    onSuccess: async () => {
      setDirty(false);
      toast({ tone: "good", text: t("style.published") });
      await client.invalidateQueries({ queryKey: ["styles"] });
    },
    onError: (error) => {
      show(error);
      if (error instanceof ApiProblem && error.code === "conflict") {
        setDirty(false);
        void client.invalidateQueries({ queryKey: ["styles"] });
        toast({ tone: "bad", text: t("problem.conflict") });
      }
    },
  });

  return (
    <main className="page">
      <header className="page-head">
        <h1>{t("manage.style")}</h1>
        {dirty && <span className="tag wait wide-only">{t("style.unpublished")}</span>}
        <span className="grow" />
        <Button
          disabled={!dirty}
          onClick={() => {
            form.setFieldsValue(initial);
            setDirty(false);
          }}
        >
          {t("common.discard")}
        </Button>
        <Button type="primary" disabled={!dirty} loading={save.isPending} onClick={() => form.submit()} data-testid="style-save">
          {t("style.publish")}
        </Button>
      </header>
      <div className="style-editor">
        <Form
          form={form}
          layout="vertical"
          className="style-form"
          initialValues={initial}
          onFinish={() => save.mutate()}
          onValuesChange={() => setDirty(true)}
        >
          <section>
            <FormProblem problem={problem} />
            <h2>{t("style.looks")}</h2>
            <Form.Item name="name" label={t("style.name")} rules={[{ required: true, whitespace: true, message: t("auth.required") }]}>
              <Input maxLength={80} />
            </Form.Item>
            <div className="form-grid">
              <Form.Item label={t("style.color")}>
                <div className="swatches">
                  {SWATCHES.map((swatch) => (
                    <button
                      key={swatch}
                      type="button"
                      aria-label={swatch}
                      aria-pressed={swatch === color.toLowerCase()}
                      style={{ background: swatch }}
                      onClick={() => {
                        form.setFieldsValue({ color: swatch });
                        setDirty(true);
                      }}
                    />
                  ))}
                </div>
              </Form.Item>
              <Form.Item
                name="color"
                label={t("style.custom")}
                rules={[{ pattern: /^#[0-9a-fA-F]{6}$/, message: t("style.colorInvalid") }]}
              >
                <Input prefix={<i className="color-dot" style={{ background: color }} />} maxLength={7} data-testid="style-color" />
              </Form.Item>
            </div>
            <p className={`row f12 ${contrast >= AA ? "is-good" : "is-wait"}`}>
              {contrast >= AA ? <Check size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
              {t(contrast >= AA ? "style.contrastGood" : "style.contrastLow", { ratio: contrast.toFixed(1), color: darkenedToAa(color) })}
            </p>
          </section>
          <section>
            <h2>{t("style.entry")}</h2>
            <div className="form-grid">
              <Form.Item name="position" label={t("style.position")}>
                <Segmented
                  block
                  options={[
                    { value: "left", label: t("style.left") },
                    { value: "right", label: t("style.right") },
                  ]}
                />
              </Form.Item>
              <Form.Item name="language" label={t("style.language")}>
                <Select
                  options={[
                    { value: "auto", label: t("style.auto") },
                    ...LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] })),
                  ]}
                />
              </Form.Item>
              <Form.Item name="department_id" label={t("style.department")} className="wide">
                <Select
                  options={[
                    { value: ANY_DEPARTMENT, label: t("style.anyDepartment") },
                    ...(departments.data?.departments ?? []).map((each) => ({ value: each.department_id, label: each.name })),
                  ]}
                />
              </Form.Item>
            </div>
          </section>
          <LauncherFields />
          <section>
            <div className="row style-texts-head">
              <h2 className="grow">{t("style.texts")}</h2>
              <Segmented
                size="small"
                value={textLanguage}
                onChange={setTextLanguage}
                options={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
              />
            </div>
            <p className="t3 f12 form-lead">{t("style.textsHint")}</p>
            {LANGUAGES.map((language) => (
              <div key={language} hidden={language !== textLanguage}>
                <div className="form-grid">
                  {(["launcher", "title"] as const).map((name) => (
                    <Form.Item key={name} name={["texts", language, name]} label={t(`style.text.${name}`)}>
                      <Input
                        maxLength={TEXTS[name]}
                        showCount
                        placeholder={t(`style.default.${name}`)}
                        data-testid={`style-${name}-${language}`}
                      />
                    </Form.Item>
                  ))}
                </div>
                {(["welcome", "warning", "offline"] as const).map((name) => (
                  <Form.Item key={name} name={["texts", language, name]} label={t(`style.text.${name}`)}>
                    <Input.TextArea maxLength={TEXTS[name]} autoSize={{ minRows: 1, maxRows: 4 }} />
                  </Form.Item>
                ))}
              </div>
            ))}
          </section>
        </Form>
        <Preview
          color={darkenedToAa(color)}
          position={values.position ?? style.position}
          texts={values.texts?.[textLanguage] ?? NO_TEXTS}
          launcher={{ ...initial.launcher, ...values.launcher }}
        />
      </div>
      {dirty && <Unsaved />}
    </main>
  );
}

interface PreviewProps {
  color: string;
  position: Position;
  texts: StyleTexts;
  launcher: Required<Launcher>;
}

/** A picture of the widget, not the widget: nothing in it can be used. */
function Preview({ color, position, texts, launcher }: PreviewProps) {
  const { t } = useTranslation();
  const [state, setState] = useState<"online" | "busy" | "offline">("online");
  const me = useMe();
  const title = texts.title || me.company;
  return (
    <section className="style-preview" aria-label={t("style.preview")}>
      <div className="row">
        <h2 className="grow">{t("style.preview")}</h2>
        <Segmented
          size="small"
          value={state}
          onChange={setState}
          options={(["online", "busy", "offline"] as const).map((value) => ({ value, label: t(`launcher.short.${value}`) }))}
          data-testid="preview-state"
        />
      </div>
      <div className={`preview-page ${position}`} aria-hidden="true">
        <div className="preview-blocks">
          <i style={{ width: "24%" }} />
          <i style={{ width: "40%", height: 140 }} />
          <i style={{ width: "34%" }} />
          <i style={{ width: "38%" }} />
          <i style={{ width: "26%" }} />
        </div>
        <div className="preview-widget">
          <header style={{ background: color }}>
            <span>{[...title][0]}</span>
            <div className="grow">
              <div className="strong cut">{title}</div>
              <div className="f12">{t("style.onlineNow")}</div>
            </div>
            <Minus size={16} />
            <X size={16} />
          </header>
          {texts.warning && <div className="preview-warning f12">{texts.warning}</div>}
          <div className="preview-log">
            <p>{texts.welcome || t("style.default.welcome")}</p>
            <p className="own" style={{ background: color }}>
              {t("style.sample")}
            </p>
          </div>
          <footer>
            <span className="grow t3">{t("composer.label")}</span>
            <i style={{ background: color }}>
              <Send size={16} />
            </i>
          </footer>
        </div>
        {(state !== "offline" || launcher.when_offline) && (
          <div
            className={`preview-launcher ${state}`}
            style={{ [position]: launcher.x, bottom: launcher.y, ...(state === "offline" ? {} : { background: color }) }}
            data-testid="preview-launcher"
          >
            {state !== "offline" && <i className="preview-dot" />}
            <LauncherIcon icon={launcher[state]} />
            {state === "offline" ? t("launcher.leave") : texts.launcher || t("style.default.launcher")}
          </div>
        )}
      </div>
    </section>
  );
}
