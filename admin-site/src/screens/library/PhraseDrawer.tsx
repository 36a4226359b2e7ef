import { type CannedPhrase, FOLDER_MAX, type Scope, TEXT_MAX, TITLE_MAX } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { AutoComplete, Button, Input, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { Field, FieldErrors } from "../../shared/Field.tsx";
import type { FieldError } from "../../shared/field-path.ts";
import { FormProblem } from "../../shared/form.tsx";
import { phrasesQuery } from "../../shared/library.ts";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { toast } from "../../shared/toast.tsx";
import { VARIABLES, Variables } from "../../shared/Variables.tsx";
import type { Place } from "./filter.ts";

const SHORTCUT_MAX = 20;
const NO_ERRORS: readonly FieldError[] = [];

interface Props {
  /** Undefined: a new one. */
  phrase: CannedPhrase | undefined;
  /** Where the list stands: a new one goes there. */
  place: Place;
  folders: readonly string[];
  onClose: () => void;
}

export function PhraseDrawer({ phrase, place, folders, onClose }: Props) {
  const { t } = useTranslation();
  const lead = may(useMe(), "keep_library");
  const client = useQueryClient();
  const [base, setBase] = useState(phrase);
  const [scope, setScope] = useState<Scope>(phrase?.scope ?? (lead ? (place.scope ?? "company") : "personal"));
  const [values, setValues] = useState({
    title: phrase?.title ?? "",
    shortcut: phrase?.shortcut ?? "",
    folder: phrase?.folder ?? place.folder ?? "",
    text: phrase?.text ?? "",
  });
  const [touched, setTouched] = useState(false);
  const [errors, setErrors] = useState(NO_ERRORS);
  const set = (change: Partial<typeof values>) => {
    setTouched(true);
    setErrors(NO_ERRORS);
    setValues((before) => ({ ...before, ...change }));
  };

  const save = useMutation({
    mutationFn: () =>
      base
        ? call("change_canned_phrase", { path: { phrase_id: base.phrase_id }, body: { ...values, version: base.version } })
        : call("add_canned_phrase", { body: { ...values, scope } }),
    onSuccess: async () => {
      toast({ tone: "good", text: t("common.saved") });
      await client.invalidateQueries({ queryKey: phrasesQuery.queryKey });
      onClose();
    },
    onError: async (error) => {
      if (error instanceof ApiProblem && error.field) setErrors([{ path: error.field, text: problemText(t, error) }]);
      if (error instanceof ApiProblem && error.code === "conflict" && base) {
        // What was typed stays; saving again goes over the colleague's change.
        const { phrases } = await client.fetchQuery({ ...phrasesQuery, staleTime: 0 });
        setBase(phrases.find((each) => each.phrase_id === base.phrase_id) ?? base);
      }
    },
  });
  const submit = () => {
    const missing = (["title", "text"] as const).filter((name) => values[name].trim() === "");
    const odd = /[\s/]/.test(values.shortcut);
    const wrong = [
      ...missing.map((path) => ({ path, text: t("settings.wrong.empty") })),
      ...(odd ? [{ path: "shortcut", text: t("phrases.shortcutOdd") }] : []),
    ];
    setErrors(wrong);
    if (wrong.length === 0) save.mutate();
  };
  const conflict = save.error instanceof ApiProblem && save.error.code === "conflict";
  const name = phrase ? phrase.title : t("phrases.add");

  return (
    <SideDrawer
      label={name}
      title={<h2 className="cut">{name}</h2>}
      onClose={onClose}
      dirty={touched}
      testId="phrase"
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={save.isPending} onClick={submit} data-testid="phrase-save">
            {t(conflict ? "common.keepMine" : "common.save")}
          </Button>
        </>
      }
    >
      <section className="drawer-form">
        {conflict ? (
          <div className="banner" role="alert">
            {t("settings.conflict")}
          </div>
        ) : (
          errors.length === 0 && <FormProblem problem={save.error} />
        )}
        <FieldErrors errors={errors}>
          <div className="drawer-fields">
            {!phrase && lead && (
              <Field label={t("library.whose")}>
                {(control) => (
                  <Segmented<Scope>
                    id={control.id}
                    value={scope}
                    onChange={setScope}
                    options={[
                      { value: "company", label: t("library.company") },
                      { value: "personal", label: t("library.personal") },
                    ]}
                  />
                )}
              </Field>
            )}
            <Field label={t("phrases.title")} path="title" required>
              {(control) => (
                <Input
                  {...control}
                  autoFocus
                  value={values.title}
                  maxLength={TITLE_MAX}
                  onChange={(event) => set({ title: event.target.value })}
                  data-testid="phrase-title"
                />
              )}
            </Field>
            <div className="fields">
              <Field label={t("phrases.shortcut")} path="shortcut" hint={t("phrases.shortcutHint")}>
                {(control) => (
                  <Input
                    {...control}
                    prefix="/"
                    value={values.shortcut}
                    maxLength={SHORTCUT_MAX}
                    onChange={(event) => set({ shortcut: event.target.value })}
                    data-testid="phrase-shortcut"
                  />
                )}
              </Field>
              <Field label={t("library.folder")} path="folder">
                {(control) => (
                  <AutoComplete
                    {...control}
                    value={values.folder}
                    maxLength={FOLDER_MAX}
                    options={folders.map((value) => ({ value }))}
                    onChange={(folder: string) => set({ folder })}
                    data-testid="phrase-folder"
                  />
                )}
              </Field>
            </div>
            <Field label={t("phrases.text")} path="text" required hint={t("phrases.textHint")}>
              {(control) => (
                <>
                  <Input.TextArea
                    {...control}
                    value={values.text}
                    maxLength={TEXT_MAX}
                    autoSize={{ minRows: 6, maxRows: 16 }}
                    onChange={(event) => set({ text: event.target.value })}
                    onKeyDown={(event) => {
                      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
                    }}
                    data-testid="phrase-text"
                  />
                  <Variables names={VARIABLES} target={control.id} text={values.text} onChange={(text) => set({ text })} />
                </>
              )}
            </Field>
          </div>
        </FieldErrors>
      </section>
    </SideDrawer>
  );
}
