import { type Department, NAME_MAX, type OwnRole, type Right, type RoleList } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Input, Radio, Select } from "antd";
import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { pathName } from "../../shared/department-tree.ts";
import { ErrorText, Field, FieldErrors, useFieldError } from "../../shared/Field.tsx";
import { FormProblem } from "../../shared/form.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { toast } from "../../shared/toast.tsx";
import { Unsaved } from "../../shared/unsaved.tsx";
import { useDraft } from "../../shared/useDraft.ts";
import { Met } from "./Met.tsx";
import { byMenu, type MenuRights, type RoleFacts, rolesQuery } from "./roles-query.ts";

const DESCRIPTION_MAX = 200;
const KEYS = ["name", "description", "rights", "department_ids"] as const;

interface Doc {
  name: string;
  description: string;
  rights: Right[];
  department_ids: string[] | null;
  version: number;
}

const EMPTY: Doc = { name: "", description: "", rights: [], department_ids: null, version: 0 };
const docOf = (role: OwnRole): Doc => ({
  name: role.name,
  description: role.description ?? "",
  rights: role.rights,
  department_ids: role.department_ids ?? null,
  version: role.version,
});

interface Props {
  /** Undefined: a new one. */
  role: RoleFacts | undefined;
  /** What a new one begins as. */
  like: RoleFacts | undefined;
  list: RoleList;
  departments: readonly Department[];
  readOnly: boolean;
  onCopy: (id: string) => void;
  onSaved: () => Promise<void>;
  onClose: () => void;
}

export function RoleDrawer({ role, like, list, departments, readOnly, onCopy, onSaved, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const known = role?.own ? docOf(role.own) : role ? { ...EMPTY, name: role.name, rights: [...role.rights] } : EMPTY;
  const begun = like && {
    ...EMPTY,
    name: t("roles.copyOf", { name: like.name }).slice(0, NAME_MAX),
    description: like.own?.description ?? "",
    rights: [...like.rights],
    department_ids: like.departments ? [...like.departments] : null,
  };
  const draft = useDraft<Doc, (typeof KEYS)[number]>({
    doc: known,
    keys: KEYS,
    resume: begun && { base: EMPTY, value: begun },
    send: async ({ version, ...change }) => {
      if (role) return docOf(await call("change_role", { path: { role_id: role.id }, body: { version, ...change } }));
      return docOf(await call("add_role", { body: { name: "", ...change } }));
    },
    reload: async () => {
      const fresh = await client.fetchQuery({ ...rolesQuery, staleTime: 0 });
      const found = fresh.roles.find((each) => each.role_id === role?.id);
      return found ? docOf(found) : EMPTY;
    },
    onSaved: () => undefined,
    check: ({ name, department_ids }) => [
      ...(name.trim() ? [] : [{ path: "name", text: t("auth.required") }]),
      ...(department_ids?.length === 0 ? [{ path: "department_ids", text: t("auth.required") }] : []),
    ],
  });
  const { value } = draft;
  const save = async (run: () => Promise<boolean>) => {
    if (!(await run())) return;
    toast({ tone: "good", text: t("common.saved") });
    await onSaved();
    onClose();
  };
  const title = role?.name ?? t("roles.add");
  return (
    <SideDrawer
      label={title}
      title={<h2>{title}</h2>}
      width={560}
      onClose={onClose}
      dirty={!readOnly && draft.dirty}
      testId="role-drawer"
      footer={
        readOnly ? (
          role && (
            <Button icon={<Copy size={16} />} onClick={() => onCopy(role.id)} data-testid="role-copy">
              {t("roles.copy")}
            </Button>
          )
        ) : (
          <>
            <Button onClick={onClose}>{t("common.cancel")}</Button>
            <Button
              type="primary"
              loading={draft.saving}
              disabled={!draft.dirty}
              onClick={() => void save(draft.save)}
              data-testid="role-save"
            >
              {t("common.save")}
            </Button>
          </>
        )
      }
    >
      <FieldErrors errors={draft.errors}>
        <div className="drawer-form role-form">
          {draft.conflicts.length > 0 && (
            <Met
              fields={draft.conflicts.map((key) => t(`roles.field.${key as (typeof KEYS)[number]}`))}
              onTheirs={draft.takeTheirs}
              onMine={() => void save(draft.keepMine)}
            />
          )}
          <FormProblem problem={draft.problem} />
          {readOnly && role && !role.own && <p className="banner people-banner">{t("roles.fixedText")}</p>}
          <Field label={t("roles.name")} path="name" required={!readOnly}>
            {(control) => (
              <Input
                {...control}
                maxLength={NAME_MAX}
                disabled={readOnly}
                value={value.name}
                onChange={(event) => draft.set("name", event.target.value)}
                data-testid="role-name"
              />
            )}
          </Field>
          {(!readOnly || value.description) && (
            <Field label={t("roles.description")} path="description">
              {(control) => (
                <Input
                  {...control}
                  maxLength={DESCRIPTION_MAX}
                  disabled={readOnly}
                  value={value.description}
                  onChange={(event) => draft.set("description", event.target.value)}
                />
              )}
            </Field>
          )}
          <Field label={t("roles.where")} path="department_ids" hint={t("roles.whereHint")}>
            {({ id, ...control }) => (
              <>
                <Radio.Group
                  id={id}
                  disabled={readOnly}
                  value={value.department_ids === null ? "all" : "some"}
                  onChange={(event) => draft.set("department_ids", event.target.value === "all" ? null : [])}
                >
                  <Radio value="all">{t("roles.everywhere")}</Radio>
                  <Radio value="some" data-testid="role-some">
                    {t("roles.some")}
                  </Radio>
                </Radio.Group>
                {value.department_ids !== null && (
                  <Select
                    {...control}
                    mode="multiple"
                    style={{ width: "100%", marginTop: 8 }}
                    disabled={readOnly}
                    aria-label={t("roles.some")}
                    showSearch={{ optionFilterProp: "label" }}
                    value={value.department_ids}
                    onChange={(ids: string[]) => draft.set("department_ids", ids)}
                    options={departments.map((each) => ({ value: each.department_id, label: pathName(departments, each) }))}
                    data-testid="role-departments"
                  />
                )}
              </>
            )}
          </Field>
          <Rights
            menus={byMenu(list)}
            value={value.rights}
            before={draft.base.rights}
            limited={value.department_ids !== null}
            readOnly={readOnly}
            onChange={(rights) => draft.set("rights", rights)}
          />
        </div>
      </FieldErrors>
      {!readOnly && draft.dirty && <Unsaved />}
    </SideDrawer>
  );
}

interface RightsProps {
  menus: readonly MenuRights[];
  value: readonly Right[];
  /** What it brings as it is saved: what the role has, its keeper may leave to it. */
  before: readonly Right[];
  limited: boolean;
  readOnly: boolean;
  onChange: (rights: Right[]) => void;
}

function Rights({ menus, value, before, limited, readOnly, onChange }: RightsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const error = useFieldError("rights");
  const grantable = (right: Right) => may(me, right) || before.includes(right) || value.includes(right);
  const put = (rights: readonly Right[], on: boolean) =>
    onChange(on ? [...new Set([...value, ...rights.filter(grantable)])] : value.filter((right) => !rights.includes(right)));
  return (
    <fieldset className="rights" data-testid="role-rights" data-error={error ? true : undefined}>
      <legend>{t("rights.title")}</legend>
      <ErrorText text={error} />
      {menus.map(({ menu, rights }) => {
        const names = rights.map((each) => each.right);
        const has = names.filter((right) => value.includes(right)).length;
        return (
          <div key={menu} className="rights-group">
            <div className="rights-menu">
              <Checkbox
                disabled={readOnly}
                checked={has === names.length}
                indeterminate={has > 0 && has < names.length}
                onChange={(event) => put(names, event.target.checked)}
                data-testid={`menu-${menu}`}
              >
                {t(`rights.group.${menu}`)}
              </Checkbox>
              <span className="t3 f12">
                {has} / {names.length}
              </span>
            </div>
            {rights.map(({ right, bounded }) => (
              <div key={right} className="rights-row rights-below" data-testid={`right-${right}`}>
                <Checkbox
                  checked={value.includes(right)}
                  disabled={readOnly || !grantable(right)}
                  onChange={(event) => put([right], event.target.checked)}
                >
                  {t(`rights.name.${right}`)}
                  <span className="t3 f12 rights-hint">{t(`rights.hint.${right}`)}</span>
                </Checkbox>
                {limited && <span className={`tag ${bounded ? "accent" : ""}`}>{t(bounded ? "rights.bounded" : "rights.unbounded")}</span>}
              </div>
            ))}
          </div>
        );
      })}
    </fieldset>
  );
}
