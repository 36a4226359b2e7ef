import { type Form, newUlid, type Service } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { ClipboardList, Plus, Trash2 } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { replaced, without } from "../../shared/list.ts";
import { serviceQuery } from "../../shared/service.ts";
import { wrongForms } from "./checks.ts";
import { DraftPage, DraftPageWaiting } from "./DraftPage.tsx";
import { FieldsEditor } from "./FieldsEditor.tsx";
import { SwitchRow } from "./Rules.tsx";
import { useServiceDraft } from "./useServiceDraft.ts";
import { FormPreview, VisitorPreview } from "./VisitorPreview.tsx";

const KEYS = ["pre_chat", "forms"] as const;
const FORMS_MAX = 20;
const PRE_CHAT = "pre_chat";

/** 表单: the one before a conversation, and those that agents push into one. */
export function FormsScreen() {
  const { t } = useTranslation();
  const query = useQuery(serviceQuery);
  if (!query.data) return <DraftPageWaiting title={t("manage.forms")} query={query} />;
  return <FormsEditor service={query.data} />;
}

function FormsEditor({ service }: { service: Service }) {
  const { t } = useTranslation();
  const check = useCallback(
    (draft: Service) => wrongForms(draft).map((wrong) => ({ ...wrong, text: t(`settings.wrong.${wrong.text}`) })),
    [t],
  );
  const draft = useServiceDraft(service, KEYS, check);
  const { pre_chat: preChat, forms } = draft.value;
  const [chosen, setChosen] = useState(PRE_CHAT);
  const at = forms.findIndex((form) => form.form_id === chosen);
  const form = forms[at];

  const { errors } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new refusal leads to the form that it is about
  useEffect(() => {
    const wrong = /^forms\[(\d+)\]/.exec(errors[0]?.path ?? "");
    if (wrong) setChosen(forms[Number(wrong[1])]?.form_id ?? PRE_CHAT);
    else if (errors[0]?.path.startsWith(PRE_CHAT)) setChosen(PRE_CHAT);
  }, [errors]);

  const add = () => {
    const made: Form = {
      form_id: newUlid(Date.now()),
      title: "",
      intro: "",
      fields: [{ key: "name", kind: "name", label: t("forms.kind.name"), required: true, options: [] }],
    };
    draft.set("forms", [...forms, made]);
    setChosen(made.form_id);
  };

  return (
    <DraftPage title={t("manage.forms")} draft={draft}>
      <div className="split">
        <nav className="categories" aria-label={t("manage.forms")}>
          <button type="button" aria-pressed={!form} onClick={() => setChosen(PRE_CHAT)} data-testid="form-pre-chat">
            <span className="cut">{t("forms.preChat")}</span>
            {!preChat.enabled && <span className="t3 f12">{t("forms.off")}</span>}
          </button>
          <h3 className="categories-head">{t("forms.pushed")}</h3>
          {forms.map((each) => (
            <button
              key={each.form_id}
              type="button"
              aria-pressed={each === form}
              onClick={() => setChosen(each.form_id)}
              data-testid="form-choice"
            >
              <span className="cut">{each.title || t("forms.untitled")}</span>
              <span className="t3 f12">{each.fields.length}</span>
            </button>
          ))}
          <Button
            size="small"
            type="text"
            icon={<Plus size={14} />}
            disabled={forms.length >= FORMS_MAX}
            onClick={add}
            data-testid="form-add"
          >
            {t("forms.add")}
          </Button>
        </nav>
        {form ? (
          <PushedForm
            key={form.form_id}
            form={form}
            path={`forms[${at}]`}
            onChange={(next) => draft.set("forms", replaced(forms, at, next))}
            onDelete={() => {
              draft.set("forms", without(forms, at));
              setChosen(forms[at - 1]?.form_id ?? PRE_CHAT);
            }}
          />
        ) : (
          <PreChatForm value={preChat} onChange={(next) => draft.set("pre_chat", next)} />
        )}
        <VisitorPreview
          action={t(form ? "forms.submit" : "forms.start")}
          note={t(form ? "forms.pushedNote" : preChat.enabled ? "forms.preChatNote" : "forms.preChatOff")}
        >
          {form ? (
            <FormPreview title={form.title || t("forms.untitled")} intro={form.intro} fields={form.fields} />
          ) : (
            <FormPreview intro={preChat.intro} fields={preChat.fields ?? []} />
          )}
        </VisitorPreview>
      </div>
    </DraftPage>
  );
}

function PreChatForm({ value, onChange }: { value: Service["pre_chat"]; onChange: (value: Service["pre_chat"]) => void }) {
  const { t } = useTranslation();
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  return (
    <div className="split-main">
      <SwitchRow
        label={t("forms.enabled")}
        hint={t("forms.enabledHint")}
        checked={value.enabled === true}
        onChange={(enabled) => onChange({ ...value, enabled })}
        testId="pre-chat-enabled"
      />
      <Intro value={value.intro} path="pre_chat.intro" onChange={(intro) => onChange({ ...value, intro })} />
      <h3>{t("forms.fields")}</h3>
      <FieldsEditor
        fields={value.fields ?? []}
        onChange={(fields) => onChange({ ...value, fields })}
        path="pre_chat.fields"
        departments={departments.data?.departments ?? []}
      />
    </div>
  );
}

interface PushedProps {
  form: Form;
  path: string;
  onChange: (form: Form) => void;
  onDelete: () => void;
}

function PushedForm({ form, path, onChange, onDelete }: PushedProps) {
  const { t } = useTranslation();
  return (
    <div className="split-main">
      <div className="row">
        <ClipboardList size={16} aria-hidden />
        <h2 className="grow cut">{form.title || t("forms.untitled")}</h2>
        <Button size="small" danger icon={<Trash2 size={14} />} onClick={onDelete} data-testid="form-delete">
          {t("common.delete")}
        </Button>
      </div>
      <Field label={t("forms.title")} path={`${path}.title`} required>
        {(control) => (
          <Input
            {...control}
            value={form.title}
            maxLength={60}
            onChange={(event) => onChange({ ...form, title: event.target.value })}
            data-testid="form-title"
          />
        )}
      </Field>
      <Intro value={form.intro} path={`${path}.intro`} onChange={(intro) => onChange({ ...form, intro })} />
      <h3>{t("forms.fields")}</h3>
      <FieldsEditor fields={form.fields} onChange={(fields) => onChange({ ...form, fields })} path={`${path}.fields`} />
    </div>
  );
}

function Intro({ value, path, onChange }: { value: string | undefined; path: string; onChange: (intro: string) => void }) {
  const { t } = useTranslation();
  return (
    <Field label={t("forms.intro")} path={path} hint={t("forms.introHint")}>
      {(control) => (
        <Input.TextArea
          {...control}
          value={value ?? ""}
          maxLength={300}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={(event) => onChange(event.target.value)}
          data-testid="form-intro"
        />
      )}
    </Field>
  );
}
