import type { Question, Service, Survey } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { Trash2 } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { ListEditor } from "../../shared/ListEditor.tsx";
import { Empty } from "../../shared/States.tsx";
import { serviceQuery } from "../../shared/service.ts";
import { newKey, wrongSurveys } from "./checks.ts";
import { DraftPage, DraftPageWaiting } from "./DraftPage.tsx";
import { Cell } from "./Topics.tsx";
import { useServiceDraft } from "./useServiceDraft.ts";
import { SurveyPreview, VisitorPreview } from "./VisitorPreview.tsx";

const KEYS = ["surveys"] as const;
const DEFAULT = "default";
const QUESTIONS_MAX = 8;
const OPTIONS_MAX = 12;
const KINDS: readonly Question["kind"][] = ["stars", "choice", "text"];

/** 满意度评价: the company's questions, and those of departments that ask others. */
export function SurveysScreen() {
  const { t } = useTranslation();
  const query = useQuery(serviceQuery);
  if (!query.data) return <DraftPageWaiting title={t("manage.surveys")} query={query} />;
  return <SurveysEditor service={query.data} />;
}

function SurveysEditor({ service }: { service: Service }) {
  const { t } = useTranslation();
  const check = useCallback(
    (draft: Service) => wrongSurveys(draft.surveys).map((wrong) => ({ ...wrong, text: t(`settings.wrong.${wrong.text}`) })),
    [t],
  );
  const draft = useServiceDraft(service, KEYS, check);
  const { surveys } = draft.value;
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const [chosen, setChosen] = useState(DEFAULT);
  const survey = surveys[chosen];
  const shown = survey ?? surveys[DEFAULT];

  const { errors } = draft;
  useEffect(() => {
    const wrong = /^surveys\.(\w+)/.exec(errors[0]?.path ?? "");
    if (wrong?.[1]) setChosen(wrong[1]);
  }, [errors]);

  const set = (next: Survey) => draft.set("surveys", { ...surveys, [chosen]: next });
  const begin = () => {
    const from = surveys[DEFAULT];
    const stars: Question = { key: "score", kind: "stars", label: t("surveys.firstQuestion"), required: true, options: [] };
    set(from && chosen !== DEFAULT ? structuredClone(from) : { questions: [stars], thanks: "" });
  };
  const remove = () => {
    const { [chosen]: _, ...rest } = surveys;
    draft.set("surveys", rest);
  };

  return (
    <DraftPage title={t("manage.surveys")} draft={draft}>
      <div className="split">
        <nav className="categories" aria-label={t("manage.surveys")}>
          <Choice id={DEFAULT} name={t("surveys.company")} own={surveys[DEFAULT] !== undefined} chosen={chosen} onChoose={setChosen} />
          <h3 className="categories-head">{t("settings.departments")}</h3>
          {(departments.data?.departments ?? []).map((each) => (
            <Choice
              key={each.department_id}
              id={each.department_id}
              name={each.name}
              own={surveys[each.department_id] !== undefined}
              chosen={chosen}
              onChoose={setChosen}
            />
          ))}
        </nav>
        <div className="split-main">
          {survey ? (
            <>
              <div className="row">
                <h2 className="grow">{t("surveys.questions")}</h2>
                <Button size="small" danger icon={<Trash2 size={14} />} onClick={remove} data-testid="survey-remove">
                  {t(chosen === DEFAULT ? "surveys.remove" : "surveys.asCompany")}
                </Button>
              </div>
              <QuestionsEditor
                questions={survey.questions}
                onChange={(questions) => set({ ...survey, questions })}
                path={`surveys.${chosen}.questions`}
              />
              <Field label={t("surveys.thanks")} path={`surveys.${chosen}.thanks`} hint={t("surveys.thanksHint")}>
                {(control) => (
                  <Input
                    {...control}
                    value={survey.thanks ?? ""}
                    maxLength={200}
                    onChange={(event) => set({ ...survey, thanks: event.target.value })}
                    data-testid="survey-thanks"
                  />
                )}
              </Field>
            </>
          ) : (
            <Empty
              title={t(chosen === DEFAULT ? "surveys.none" : surveys[DEFAULT] ? "surveys.inherits" : "surveys.none")}
              text={t(chosen === DEFAULT ? "surveys.noneText" : "surveys.inheritsText")}
            >
              <Button type="primary" onClick={begin} data-testid="survey-begin">
                {t(chosen === DEFAULT ? "surveys.begin" : "surveys.own")}
              </Button>
            </Empty>
          )}
        </div>
        {shown && (
          <VisitorPreview
            action={t("surveys.submit")}
            note={t(draft.value.switches.survey_at_end === false ? "surveys.onlyPushed" : "surveys.note")}
          >
            <SurveyPreview survey={shown} />
          </VisitorPreview>
        )}
      </div>
    </DraftPage>
  );
}

interface ChoiceProps {
  id: string;
  name: string;
  own: boolean;
  chosen: string;
  onChoose: (id: string) => void;
}

function Choice({ id, name, own, chosen, onChoose }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <button type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)} data-testid="survey-choice" data-id={id}>
      <span className="cut">{name}</span>
      {own && id !== DEFAULT && <span className="t3 f12">{t("settings.own")}</span>}
    </button>
  );
}

function QuestionsEditor({
  questions,
  onChange,
  path,
}: {
  questions: readonly Question[];
  onChange: (next: Question[]) => void;
  path: string;
}) {
  const { t } = useTranslation();
  const setKind = (question: Question, kind: Question["kind"]): Question => ({
    ...question,
    kind,
    options: kind === "choice" ? ((question.options ?? []).length < 2 ? ["", ""] : (question.options ?? [])) : [],
  });
  return (
    <ListEditor<Question>
      boxed
      items={questions}
      onChange={onChange}
      keyOf={(question) => question.key}
      nameOf={(question) => question.label || t("surveys.question")}
      addLabel={t("surveys.addQuestion")}
      make={() => ({
        key: newKey(
          questions.map((each) => each.key),
          "question",
        ),
        kind: "text",
        label: "",
        required: false,
        options: [],
      })}
      max={QUESTIONS_MAX}
      path={path}
      testId="questions"
    >
      {(question, change, i) => (
        <div className="fields-row">
          <Field label={t("surveys.question")} path={`${path}[${i}].label`} required>
            {(control) => (
              <Input
                {...control}
                value={question.label}
                maxLength={100}
                onChange={(event) => change({ ...question, label: event.target.value })}
                data-testid="question-label"
              />
            )}
          </Field>
          <Field label={t("surveys.answer")} path={`${path}[${i}].kind`}>
            {(control) => (
              <Select<Question["kind"]>
                {...control}
                value={question.kind}
                onChange={(kind) => change(setKind(question, kind))}
                options={KINDS.map((kind) => ({ value: kind, label: t(`surveys.kind.${kind}`) }))}
                data-testid="question-kind"
              />
            )}
          </Field>
          <Checkbox
            className="fields-required"
            checked={question.required === true}
            onChange={(event) => change({ ...question, required: event.target.checked })}
          >
            {t("forms.required")}
          </Checkbox>
          {question.kind === "choice" && (
            <div className="wide fields-options">
              <span className="f13 t2">{t("forms.options")}</span>
              <ListEditor<string>
                items={question.options ?? []}
                onChange={(options) => change({ ...question, options })}
                keyOf={(_, at) => String(at)}
                nameOf={(option) => option || t("forms.option")}
                addLabel={t("forms.addOption")}
                make={() => ""}
                max={OPTIONS_MAX}
                path={`${path}[${i}].options`}
                testId="options"
              >
                {(option, changeOption, at) => (
                  <Cell path={`${path}[${i}].options[${at}]`}>
                    {(status) => (
                      <Input
                        value={option}
                        maxLength={60}
                        status={status}
                        aria-label={t("forms.option")}
                        placeholder={t("forms.option")}
                        onChange={(event) => changeOption(event.target.value)}
                        data-testid="option-value"
                      />
                    )}
                  </Cell>
                )}
              </ListEditor>
            </div>
          )}
        </div>
      )}
    </ListEditor>
  );
}
