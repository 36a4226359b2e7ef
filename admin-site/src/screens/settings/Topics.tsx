import { type Label, newUlid, type Service, type Topic } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { AutoComplete, Input, Select } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFieldError } from "../../shared/Field.tsx";
import { ListEditor } from "../../shared/ListEditor.tsx";
import { serviceQuery } from "../../shared/service.ts";
import { LabelTag } from "../desk/organize/Labels.tsx";
import { wrongTopics } from "./checks.ts";
import { DraftPage, DraftPageWaiting } from "./DraftPage.tsx";
import { useServiceDraft } from "./useServiceDraft.ts";

const KEYS = ["topics", "labels", "categories"] as const;
const TOPICS_MAX = 200;
const LABELS_IN_ALL_MAX = 50;
const CATEGORIES_MAX = 100;
const CATEGORY_MAX = 40;
const LABEL_COLORS: readonly NonNullable<Label["color"]>[] = ["red", "orange", "green", "blue", "purple", "gray"];

/** 主题与标签: what conversations are about, marks for the list of conversations, kinds of customers. */
export function TopicsScreen() {
  const { t } = useTranslation();
  const query = useQuery(serviceQuery);
  if (!query.data) return <DraftPageWaiting title={t("manage.topics")} query={query} />;
  return <TopicsForm service={query.data} />;
}

function TopicsForm({ service }: { service: Service }) {
  const { t } = useTranslation();
  const check = useCallback(
    (draft: Service) => wrongTopics(draft).map((wrong) => ({ ...wrong, text: t(`settings.wrong.${wrong.text}`) })),
    [t],
  );
  const draft = useServiceDraft(service, KEYS, check);
  const { topics, labels, categories } = draft.value;
  const groups = [...new Set(topics.map((topic) => topic.group ?? "").filter(Boolean))].map((value) => ({ value }));
  return (
    <DraftPage title={t("manage.topics")} draft={draft}>
      <section className="card settings-card">
        <h2>{t("topics.topics")}</h2>
        <p className="t3 f12 form-lead">{t("topics.topicsText")}</p>
        <ListEditor<Topic>
          items={topics}
          onChange={(next) => draft.set("topics", next)}
          keyOf={(topic) => topic.topic_id}
          nameOf={(topic) => topic.name || t("topics.topic")}
          addLabel={t("topics.addTopic")}
          make={() => ({ topic_id: newUlid(Date.now()), name: "", group: topics[topics.length - 1]?.group ?? "" })}
          max={TOPICS_MAX}
          path="topics"
          testId="topics"
        >
          {(topic, change, i) => (
            <div className="topic-row">
              <Cell path={`topics[${i}].name`}>
                {(status) => (
                  <Input
                    value={topic.name}
                    maxLength={60}
                    status={status}
                    aria-label={t("topics.topic")}
                    placeholder={t("topics.topic")}
                    onChange={(event) => change({ ...topic, name: event.target.value })}
                    data-testid="topic-name"
                  />
                )}
              </Cell>
              <AutoComplete
                value={topic.group ?? ""}
                options={groups.filter((each) => each.value !== topic.group)}
                maxLength={60}
                aria-label={t("topics.group")}
                placeholder={t("topics.group")}
                onChange={(group: string) => change({ ...topic, group })}
                data-testid="topic-group"
              />
            </div>
          )}
        </ListEditor>
      </section>
      <section className="card settings-card">
        <h2>{t("topics.labels")}</h2>
        <p className="t3 f12 form-lead">{t("topics.labelsText")}</p>
        <ListEditor<Label>
          items={labels}
          onChange={(next) => draft.set("labels", next)}
          keyOf={(label) => label.label_id}
          nameOf={(label) => label.name || t("topics.label")}
          addLabel={t("topics.addLabel")}
          make={() => ({ label_id: newUlid(Date.now()), name: "", color: LABEL_COLORS[labels.length % LABEL_COLORS.length] ?? "gray" })}
          max={LABELS_IN_ALL_MAX}
          path="labels"
          testId="labels"
        >
          {(label, change, i) => (
            <div className="label-row">
              <Cell path={`labels[${i}].name`}>
                {(status) => (
                  <Input
                    value={label.name}
                    maxLength={20}
                    status={status}
                    aria-label={t("topics.label")}
                    placeholder={t("topics.label")}
                    onChange={(event) => change({ ...label, name: event.target.value })}
                    data-testid="label-name"
                  />
                )}
              </Cell>
              <Select
                value={label.color ?? "gray"}
                aria-label={t("topics.color")}
                onChange={(color) => change({ ...label, color })}
                options={LABEL_COLORS.map((color) => ({ value: color, label: t(`topics.colors.${color}`) }))}
                optionRender={({ value, label: name }) => (
                  <LabelTag label={{ ...label, name: String(name), color: value as (typeof LABEL_COLORS)[number] }} />
                )}
              />
              <span className="label-sample wide-only">
                <LabelTag label={{ ...label, name: label.name || t("topics.label") }} />
              </span>
            </div>
          )}
        </ListEditor>
      </section>
      <section className="card settings-card">
        <h2>{t("topics.categories")}</h2>
        <p className="t3 f12 form-lead">{t("topics.categoriesText")}</p>
        <Select
          mode="tags"
          className="category-select"
          value={[...categories]}
          aria-label={t("topics.categories")}
          placeholder={t("topics.category")}
          maxCount={CATEGORIES_MAX}
          tokenSeparators={[",", "，", "\n"]}
          suffixIcon={null}
          open={false}
          onChange={(next: string[]) => {
            const named = next.map((each) => each.trim().slice(0, CATEGORY_MAX)).filter(Boolean);
            draft.set("categories", [...new Set(named)]);
          }}
          data-testid="categories"
        />
      </section>
    </DraftPage>
  );
}

/** A control without a label of its own: its column says what it is; what is wrong stands below. */
export function Cell({ path, children }: { path: string; children: (status: "error" | "") => React.ReactNode }) {
  const error = useFieldError(path);
  return (
    <div className="cell" data-error={error ? true : undefined}>
      {children(error ? "error" : "")}
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
