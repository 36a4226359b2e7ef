import { FOLDER_MAX, type Scope } from "@parlor/protocol";
import { AutoComplete, Button, Segmented } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Field, FieldErrors } from "../../shared/Field.tsx";
import type { FieldError } from "../../shared/field-path.ts";
import { FormProblem } from "../../shared/form.tsx";
import { SideDrawer } from "../../shared/SideDrawer.tsx";

interface Props {
  name: string;
  /** `link` makes `link-save`. */
  testId: string;
  form: {
    touched: boolean;
    errors: readonly FieldError[];
    problem: unknown;
    conflict: boolean;
    saving: boolean;
    submit: () => void;
  };
  onClose: () => void;
  /** Whose it will be; absent: there is no choice. */
  scope?: { value: Scope; onChange: (scope: Scope) => void } | undefined;
  children: ReactNode;
}

/** The drawer in which a thing of the library is written. */
export function ItemDrawer({ name, testId, form, onClose, scope, children }: Props) {
  const { t } = useTranslation();
  return (
    <SideDrawer
      label={name}
      title={<h2 className="cut">{name}</h2>}
      onClose={onClose}
      dirty={form.touched}
      testId={testId}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={form.saving} onClick={form.submit} data-testid={`${testId}-save`}>
            {t(form.conflict ? "common.keepMine" : "common.save")}
          </Button>
        </>
      }
    >
      <section className="drawer-form">
        {form.conflict ? (
          <div className="banner" role="alert">
            {t("settings.conflict")}
          </div>
        ) : (
          form.errors.length === 0 && <FormProblem problem={form.problem} />
        )}
        <FieldErrors errors={form.errors}>
          <div className="drawer-fields">
            {scope && (
              <Field label={t("library.whose")}>
                {(control) => (
                  <Segmented<Scope>
                    id={control.id}
                    value={scope.value}
                    onChange={scope.onChange}
                    options={[
                      { value: "company", label: t("library.company") },
                      { value: "personal", label: t("library.personal") },
                    ]}
                  />
                )}
              </Field>
            )}
            {children}
          </div>
        </FieldErrors>
      </section>
    </SideDrawer>
  );
}

interface FolderProps {
  value: string;
  onChange: (folder: string) => void;
  /** Those in use. */
  folders: readonly string[];
  testId: string;
}

/** A folder that exists, or a new one. */
export function FolderField({ value, onChange, folders, testId }: FolderProps) {
  const { t } = useTranslation();
  return (
    <Field label={t("library.folder")} path="folder">
      {(control) => (
        <AutoComplete
          {...control}
          value={value}
          maxLength={FOLDER_MAX}
          options={folders.map((folder) => ({ value: folder }))}
          onChange={onChange}
          data-testid={testId}
        />
      )}
    </Field>
  );
}
