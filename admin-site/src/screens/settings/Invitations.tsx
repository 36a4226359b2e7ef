import type { InvitationRule, StyleDraft } from "@parlor/protocol";
import { newUlid } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button, InputNumber, Select } from "antd";
import { ArrowDown, ArrowUp, Megaphone, Plus, Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { call } from "../../api/session.ts";
import { Field, FieldErrors } from "../../shared/Field.tsx";
import type { FieldError } from "../../shared/field-path.ts";
import { moved, replaced, without } from "../../shared/list.ts";
import { may, useMe } from "../../shared/me.tsx";
import { Empty } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { Unsaved } from "../../shared/unsaved.tsx";
import { useSearch } from "../../shared/useSearch.ts";
import type { Parts } from "../styles/keeper.ts";
import { PublishButton } from "../styles/PublishButton.tsx";
import { stylePath } from "../styles/paths.ts";
import { styleQuery, stylesQuery } from "../styles/queries.ts";
import { hasChanges, isStuck, SavedAt, StyleTags, StyleTroubles } from "../styles/StyleState.tsx";
import { useKeeper } from "../styles/useKeeper.ts";
import { ruleName, wrongRules } from "./conditions.ts";
import { DraftPageWaiting } from "./DraftPage.tsx";
import { InvitationPreview } from "./InvitationPreview.tsx";
import { RuleForm } from "./RuleForm.tsx";
import "../../shared/side-drawer.css";
import "../styles/editor.css";
import "./settings.css";
import "./editors.css";
import "./invitations.css";

const RULES_MAX = 20;
const NO_ERRORS: readonly FieldError[] = [];

/** 主动邀请: whom the widget addresses by itself, when, with which words and in whose name. Part of a style's draft. */
export function InvitationsScreen() {
  const { t } = useTranslation();
  useTitle(t("manage.invitations"));
  const [search] = useSearchParams();
  const styles = useQuery(stylesQuery);
  const wanted = search.get("style") ?? styles.data?.styles[0]?.style_id;
  const query = useQuery({ ...styleQuery(wanted ?? ""), enabled: wanted !== undefined });
  if (!query.data) return <DraftPageWaiting title={t("manage.invitations")} query={styles.isError ? styles : query} />;
  return <InvitationsForm key={query.data.style_id} style={query.data} />;
}

function InvitationsForm({ style }: { style: StyleDraft }) {
  const { t } = useTranslation();
  const [, setSearch] = useSearch();
  const readOnly = !may(useMe(), "keep_styles");
  const styles = useQuery(stylesQuery);
  const check = useCallback(
    ({ invitations }: Parts) =>
      wrongRules(invitations?.rules ?? []).map(({ path, text }) => ({ path: `content.${path}`, text: t(`invitations.wrong.${text}`) })),
    [t],
  );
  const kept = useKeeper(style, check);
  const { keeper, editing, errors } = kept;
  const counts = useQuery({
    queryKey: ["rule-counts", style.style_id],
    queryFn: ({ signal }) => call("get_rule_counts", { path: { style_id: style.style_id } }, signal),
  });
  const { invitations = {} } = editing.parts;
  const rules = invitations.rules ?? [];
  const [chosenId, choose] = useState(rules[0]?.rule_id);
  /** Somebody wants to know what is wrong: a rule that was just begun is not blamed for what it has not yet. */
  const [asked, setAsked] = useState(false);
  const at = Math.max(
    0,
    rules.findIndex((rule) => rule.rule_id === chosenId),
  );
  const rule = rules[at];
  const change = (part: typeof invitations) => keeper.change({ invitations: { ...invitations, ...part } });
  const set = (next: InvitationRule[]) => change({ rules: next });
  const showError = (path: string) => {
    setAsked(true);
    choose(rules[Number(/rules\[(\d+)\]/.exec(path)?.[1])]?.rule_id);
  };
  const add = () => {
    setAsked(false);
    const made: InvitationRule = { rule_id: newUlid(Date.now()), name: "", when: { page_s: 30 }, often: "once", texts: {} };
    set([...rules, made]);
    choose(made.rule_id);
  };
  return (
    <main className="page">
      <header className="page-head style-head">
        <h1>{t("manage.invitations")}</h1>
        <span className="style-tags">
          <StyleTags published={editing.base.published_version > 0} changed={hasChanges(kept)} />
        </span>
        <span className="grow" />
        <SavedAt kept={kept} onShow={showError} />
        {(styles.data?.styles.length ?? 0) > 1 ? (
          <Select
            className="invitations-style"
            aria-label={t("styles.pick")}
            value={style.style_id}
            onChange={(id: string) => setSearch({ style: id })}
            options={styles.data?.styles.map((each) => ({ value: each.style_id, label: each.name })) ?? []}
            data-testid="invitations-style"
          />
        ) : (
          <Link to={stylePath(style.style_id)} className="cut f13 wide-only">
            {style.name}
          </Link>
        )}
        {!readOnly && <PublishButton kept={kept} onShow={showError} />}
      </header>
      <StyleTroubles kept={kept} />
      <div className="settings-scroll">
        <FieldErrors errors={asked || editing.status === "refused" ? errors : NO_ERRORS} still>
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
                    path={`content.invitations.rules[${at}]`}
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
                <Field label={t("invitations.quiet")} hint={t("invitations.quietHint")} path="content.invitations.quiet_minutes">
                  {(control) => (
                    <InputNumber
                      {...control}
                      min={1}
                      max={10_080}
                      precision={0}
                      value={invitations.quiet_minutes ?? 10}
                      disabled={readOnly}
                      suffix={t("invitations.unit.minutes")}
                      onChange={(value) => change({ quiet_minutes: value ?? 10 })}
                    />
                  )}
                </Field>
              </section>
            </div>
            <aside className="split-preview">
              <h2>{t("styles.shortPreview")}</h2>
              {rule && <InvitationPreview rule={rule} parts={editing.parts} />}
            </aside>
          </div>
        </FieldErrors>
      </div>
      {!readOnly && isStuck(kept) && <Unsaved />}
    </main>
  );
}
