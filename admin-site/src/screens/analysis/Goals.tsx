import { type Goal, type GoalList, newUlid } from "@parlor/protocol";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ListEditor } from "../../shared/ListEditor.tsx";
import { useDraft } from "../../shared/useDraft.ts";
import { DraftPage, DraftPageWaiting } from "../settings/DraftPage.tsx";
import { Cell } from "../settings/Topics.tsx";
import { wrongGoals } from "./goals.ts";
import "./analysis.css";

const goalsQuery = queryOptions({ queryKey: ["goals"], queryFn: ({ signal }) => call("get_goals", {}, signal) });
const KEYS = ["goals"] as const;
const KINDS = ["conversion", "event", "page"] as const;
const GOALS_MAX = 10;

/** 转化目标: what visitors are to do, the last steps of the funnel. */
export function GoalsScreen() {
  const { t } = useTranslation();
  const query = useQuery(goalsQuery);
  if (!query.data) return <DraftPageWaiting title={t("manage.goals")} query={query} />;
  return <GoalsForm list={query.data} />;
}

function GoalsForm({ list }: { list: GoalList }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const check = useCallback(
    (draft: GoalList) => wrongGoals(draft.goals).map((wrong) => ({ ...wrong, text: t(`goals.${wrong.text}`) })),
    [t],
  );
  const draft = useDraft<GoalList, "goals">({
    doc: list,
    keys: KEYS,
    send: (change) => call("change_goals", { body: { goals: list.goals, ...change } }),
    reload: () => client.fetchQuery({ ...goalsQuery, staleTime: 0 }),
    onSaved: (saved) => {
      client.setQueryData(goalsQuery.queryKey, saved);
      void client.invalidateQueries({ queryKey: ["report", "funnel"] });
    },
    check,
  });
  return (
    <DraftPage title={t("manage.goals")} draft={draft}>
      <section className="card settings-card">
        <h2>{t("goals.title")}</h2>
        <p className="t3 f12 form-lead">{t("goals.text")}</p>
        <ListEditor<Goal>
          items={draft.value.goals}
          onChange={(next) => draft.set("goals", next)}
          keyOf={(goal) => goal.goal_id}
          nameOf={(goal) => goal.name || t("goals.title")}
          addLabel={t("goals.add")}
          make={() => ({ goal_id: newUlid(Date.now()), name: "", kind: "conversion", match: "" })}
          max={GOALS_MAX}
          path="goals"
          testId="goals"
        >
          {(goal, change, i) => (
            <div className="goal-row">
              <Cell path={`goals[${i}].name`}>
                {(status) => (
                  <Input
                    value={goal.name}
                    maxLength={40}
                    status={status}
                    aria-label={t("goals.name")}
                    placeholder={t("goals.name")}
                    onChange={(event) => change({ ...goal, name: event.target.value })}
                    data-testid="goal-name"
                  />
                )}
              </Cell>
              <Select
                value={goal.kind}
                aria-label={t("goals.kind")}
                onChange={(kind) => change({ ...goal, kind })}
                options={KINDS.map((kind) => ({ value: kind, label: t(`goals.kinds.${kind}`) }))}
                data-testid="goal-kind"
              />
              <Cell path={`goals[${i}].match`}>
                {(status) => (
                  <Input
                    value={goal.match}
                    maxLength={200}
                    status={status}
                    aria-label={t("goals.match")}
                    placeholder={t(`goals.hint.${goal.kind}`)}
                    onChange={(event) => change({ ...goal, match: event.target.value })}
                    data-testid="goal-match"
                  />
                )}
              </Cell>
            </div>
          )}
        </ListEditor>
      </section>
    </DraftPage>
  );
}
