import type { InvitationRule, StyleSummary as Style } from "@parlor/protocol";
import { newUlid } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, InputNumber } from "antd";
import { ArrowDown, ArrowUp, Megaphone, Plus, Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { moved, replaced, without } from "../../shared/list.ts";
import { useMe } from "../../shared/me.tsx";
import { Empty } from "../../shared/States.tsx";
import { useDraft } from "../../shared/useDraft.ts";
import { ruleName, wrongRules } from "./conditions.ts";
import { DraftPage, DraftPageWaiting } from "./DraftPage.tsx";
import { InvitationPreview } from "./InvitationPreview.tsx";
import { RuleForm } from "./RuleForm.tsx";
import "./invitations.css";

const RULES_MAX = 20;
const KEYS = ["invitations"] as const;
const stylesQuery = { queryKey: ["styles"], queryFn: ({ signal }: { signal: AbortSignal }) => call("list_styles", {}, signal) };

/** 主动邀请: whom the widget addresses by itself, when, with which words and in whose name. */
export function InvitationsScreen() {
  const { t } = useTranslation();
  const query = useQuery(stylesQuery);
  const style = query.data?.styles[0];
  if (!style) return <DraftPageWaiting title={t("manage.invitations")} query={query} />;
  return <InvitationsForm style={style} />;
}

function InvitationsForm({ style }: { style: Style }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const readOnly = !useMe().rights.includes("keep_settings");
  const check = useCallback(
    (doc: Style) => wrongRules(doc.invitations.rules ?? []).map(({ path, text }) => ({ path, text: t(`invitations.wrong.${text}`) })),
    [t],
  );
  const draft = useDraft<Style, "invitations">({
    doc: style,
    keys: KEYS,
    send: (change) => call("change_style", { path: { style_id: style.style_id }, body: change }),
    reload: async () => {
      const { styles } = await client.fetchQuery({ ...stylesQuery, staleTime: 0 });
      return styles.find((each) => each.style_id === style.style_id) ?? style;
    },
    onSaved: () => void client.invalidateQueries({ queryKey: stylesQuery.queryKey }),
    check,
  });
  const counts = useQuery({
    queryKey: ["rule-counts", style.style_id],
    queryFn: ({ signal }) => call("get_rule_counts", { path: { style_id: style.style_id } }, signal),
  });
  const { invitations } = draft.value;
  const rules = invitations.rules ?? [];
  const [chosenId, choose] = useState(rules[0]?.rule_id);
  const at = Math.max(
    0,
    rules.findIndex((rule) => rule.rule_id === chosenId),
  );
  const rule = rules[at];
  const set = (next: InvitationRule[]) => draft.set("invitations", { ...invitations, rules: next });
  const add = () => {
    const made: InvitationRule = { rule_id: newUlid(Date.now()), name: "", when: { page_s: 30 }, often: "once", texts: {} };
    set([...rules, made]);
    choose(made.rule_id);
  };
  return (
    <DraftPage title={t("manage.invitations")} draft={draft} readOnly={readOnly}>
      <div className="split">
        <nav className="categories" aria-label={t("invitations.rules")}>
          <h2 className="categories-head">{t("invitations.order")}</h2>
          {rules.map((each, i) => (
            <button
              key={each.rule_id}
              type="button"
              aria-pressed={i === at}
              onClick={() => choose(each.rule_id)}
              data-testid="rule"
              data-on={each.on !== false || undefined}
            >
              <span className="t3 num">{i + 1}</span>
              <span className={`cut grow${each.on === false ? " t3" : ""}`}>{ruleName(each, t("invitations.unnamed"))}</span>
              {each.on === false && <span className="t3 f12">{t("invitations.off")}</span>}
            </button>
          ))}
          {!readOnly && (
            <Button type="text" icon={<Plus size={16} />} disabled={rules.length >= RULES_MAX} onClick={add} data-testid="rule-add">
              {t("invitations.add")}
            </Button>
          )}
        </nav>
        <div className="split-main">
          {rule ? (
            <>
              <div className="row">
                <h2 className="grow cut">{ruleName(rule, t("invitations.unnamed"))}</h2>
                {!readOnly && (
                  <>
                    <Button
                      size="small"
                      icon={<ArrowUp size={14} />}
                      aria-label={t("list.up", { name: rule.name })}
                      disabled={at === 0}
                      onClick={() => set(moved(rules, at, at - 1))}
                      data-testid="rule-up"
                    />
                    <Button
                      size="small"
                      icon={<ArrowDown size={14} />}
                      aria-label={t("list.down", { name: rule.name })}
                      disabled={at === rules.length - 1}
                      onClick={() => set(moved(rules, at, at + 1))}
                    />
                    <Button
                      size="small"
                      danger
                      icon={<Trash2 size={14} />}
                      onClick={() => set(without(rules, at))}
                      data-testid="rule-remove"
                    >
                      {t("common.delete")}
                    </Button>
                  </>
                )}
              </div>
              <RuleForm
                rule={rule}
                path={`invitations.rules[${at}]`}
                onChange={(next) => set(replaced(rules, at, next))}
                count={counts.data?.counts.find((each) => each.rule_id === rule.rule_id)}
              />
            </>
          ) : (
            <Empty icon={Megaphone} title={t("invitations.none")} text={t("invitations.noneText")}>
              {!readOnly && <Button onClick={add}>{t("invitations.add")}</Button>}
            </Empty>
          )}
          <section className="rule-quiet">
            <Field label={t("invitations.quiet")} hint={t("invitations.quietHint")} path="invitations.quiet_minutes">
              {(control) => (
                <InputNumber
                  {...control}
                  min={1}
                  max={10_080}
                  precision={0}
                  value={invitations.quiet_minutes ?? 10}
                  disabled={readOnly}
                  suffix={t("invitations.unit.minutes")}
                  onChange={(value) => draft.set("invitations", { ...invitations, quiet_minutes: value ?? 10 })}
                />
              )}
            </Field>
          </section>
        </div>
        <aside className="split-preview">
          <h2>{t("style.preview")}</h2>
          {rule && <InvitationPreview rule={rule} color={style.color} />}
        </aside>
      </div>
    </DraftPage>
  );
}
