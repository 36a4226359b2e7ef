import type { ApiKey, NewApiKey } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { Field } from "../../shared/Field.tsx";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { ItemDrawer } from "../library/ItemDrawer.tsx";
import { useItemForm } from "../library/useItemForm.ts";
import { apiKeysQuery } from "./query.ts";
import "./api-keys.css";

type Scope = ApiKey["scopes"][number];
/** Days; 0: until it is deleted. */
const LIVES = [30, 90, 365, 0] as const;

/** A new key: its name, what it may, from where, how long. Then the key itself, once. */
export function KeyDrawer({ scopes, onClose }: { scopes: readonly Scope[]; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [made, setMade] = useState<NewApiKey>();
  const form = useItemForm({
    item: undefined,
    initial: { name: "", scopes: [] as Scope[], addresses: "", days: 90 as (typeof LIVES)[number] },
    check: (values) => [
      ...(values.name.trim() === "" ? [{ path: "name", text: t("settings.wrong.empty") }] : []),
      ...(values.scopes.length > 0 ? [] : [{ path: "scopes", text: t("apiKeys.scopesNone") }]),
    ],
    write: async ({ days, addresses, ...values }) => {
      const list = addresses.split(/[\s,]+/).filter(Boolean);
      setMade(await call("add_api_key", { body: { ...values, addresses: list, ...(days ? { days } : {}) } }));
    },
    readAgain: async (base) => base,
    onSaved: () => client.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  });
  const { values, set } = form;
  if (made) {
    return (
      <SideDrawer
        label={t("apiKeys.made")}
        title={<h2>{t("apiKeys.made")}</h2>}
        onClose={onClose}
        testId="key-made"
        footer={
          <Button type="primary" onClick={onClose} data-testid="key-done">
            {t("apiKeys.done")}
          </Button>
        }
      >
        <div className="key-made">
          <p className="banner">{t("apiKeys.once")}</p>
          <CopyBox text={made.secret} testId="key-secret" />
          <p className="t2 f13">{t("apiKeys.how")}</p>
          <CopyBox text={`Authorization: Bearer ${made.secret.slice(0, 14)}…`} testId="key-header" />
        </div>
      </SideDrawer>
    );
  }
  return (
    <ItemDrawer name={t("apiKeys.add")} testId="key" form={form} onClose={onClose}>
      <Field label={t("apiKeys.name")} path="name" required hint={t("apiKeys.nameHint")}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            value={values.name}
            maxLength={60}
            onChange={(event) => set({ name: event.target.value })}
            data-testid="key-name"
          />
        )}
      </Field>
      <Field label={t("apiKeys.scopes")} path="scopes" required hint={t("apiKeys.scopesHint")}>
        {(control) => (
          <div id={control.id}>
            <Checkbox.Group
              className="key-scopes"
              value={values.scopes}
              onChange={(chosen) => set({ scopes: chosen as Scope[] })}
              options={scopes.map((value) => ({ value, label: t(`apiKeys.scope.${value}`) }))}
            />
          </div>
        )}
      </Field>
      <Field label={t("apiKeys.days")} path="days">
        {(control) => (
          <Select
            id={control.id}
            value={values.days}
            onChange={(days) => set({ days })}
            options={LIVES.map((value) => ({ value, label: value ? t("apiKeys.life", { count: value }) : t("apiKeys.never") }))}
          />
        )}
      </Field>
      <Field label={t("apiKeys.addresses")} path="addresses" hint={t("apiKeys.addressesHint")}>
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={values.addresses}
            placeholder="203.0.113.0/24"
            onChange={(event) => set({ addresses: event.target.value })}
          />
        )}
      </Field>
    </ItemDrawer>
  );
}
