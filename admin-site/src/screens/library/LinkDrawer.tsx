import { FOLDER_MAX, type SavedLink, type Scope, TITLE_MAX, URL_MAX } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { AutoComplete, Button, Input, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { Field, FieldErrors } from "../../shared/Field.tsx";
import type { FieldError } from "../../shared/field-path.ts";
import { FormProblem } from "../../shared/form.tsx";
import { linksQuery } from "../../shared/library.ts";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { toast } from "../../shared/toast.tsx";
import type { Place } from "./filter.ts";

const NO_ERRORS: readonly FieldError[] = [];

interface Props {
  /** Undefined: a new one. */
  link: SavedLink | undefined;
  place: Place;
  folders: readonly string[];
  onClose: () => void;
}

export function LinkDrawer({ link, place, folders, onClose }: Props) {
  const { t } = useTranslation();
  const lead = may(useMe(), "keep_library");
  const client = useQueryClient();
  const [base, setBase] = useState(link);
  const [scope, setScope] = useState<Scope>(link?.scope ?? (lead ? (place.scope ?? "company") : "personal"));
  const [values, setValues] = useState({ title: link?.title ?? "", url: link?.url ?? "", folder: link?.folder ?? place.folder ?? "" });
  const [touched, setTouched] = useState(false);
  const [errors, setErrors] = useState(NO_ERRORS);
  const set = (change: Partial<typeof values>) => {
    setTouched(true);
    setErrors(NO_ERRORS);
    setValues((before) => ({ ...before, ...change }));
  };
  const save = useMutation({
    mutationFn: () => {
      const body = { ...values, url: values.url.trim() };
      return base
        ? call("change_link", { path: { link_id: base.link_id }, body: { ...body, version: base.version } })
        : call("add_link", { body: { ...body, scope } });
    },
    onSuccess: async () => {
      toast({ tone: "good", text: t("common.saved") });
      await client.invalidateQueries({ queryKey: linksQuery.queryKey });
      onClose();
    },
    onError: async (error) => {
      if (error instanceof ApiProblem && error.field) setErrors([{ path: error.field, text: problemText(t, error) }]);
      if (error instanceof ApiProblem && error.code === "conflict" && base) {
        const { links } = await client.fetchQuery({ ...linksQuery, staleTime: 0 });
        setBase(links.find((each) => each.link_id === base.link_id) ?? base);
      }
    },
  });
  const submit = () => {
    const wrong = [
      ...(values.title.trim() === "" ? [{ path: "title", text: t("settings.wrong.empty") }] : []),
      ...(/^https?:\/\/[^\s<>"]+$/i.test(values.url.trim()) ? [] : [{ path: "url", text: t("links.urlOdd") }]),
    ];
    setErrors(wrong);
    if (wrong.length === 0) save.mutate();
  };
  const conflict = save.error instanceof ApiProblem && save.error.code === "conflict";
  const name = link ? link.title : t("links.add");

  return (
    <SideDrawer
      label={name}
      title={<h2 className="cut">{name}</h2>}
      onClose={onClose}
      dirty={touched}
      testId="link"
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={save.isPending} onClick={submit} data-testid="link-save">
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
            {!link && lead && (
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
            <Field label={t("links.title")} path="title" required>
              {(control) => (
                <Input
                  {...control}
                  autoFocus
                  value={values.title}
                  maxLength={TITLE_MAX}
                  onChange={(event) => set({ title: event.target.value })}
                  data-testid="link-title"
                />
              )}
            </Field>
            <Field label={t("links.url")} path="url" required hint={t("links.urlHint")}>
              {(control) => (
                <Input
                  {...control}
                  type="url"
                  inputMode="url"
                  value={values.url}
                  maxLength={URL_MAX}
                  placeholder="https://"
                  onChange={(event) => set({ url: event.target.value })}
                  onPressEnter={submit}
                  data-testid="link-url"
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
                  data-testid="link-folder"
                />
              )}
            </Field>
          </div>
        </FieldErrors>
      </section>
    </SideDrawer>
  );
}
