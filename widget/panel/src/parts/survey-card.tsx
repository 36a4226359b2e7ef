import type { Question, Survey } from "@parlor/protocol";
import { CircleCheck, Star } from "lucide-preact";
import { useId } from "preact/hooks";
import { useSession } from "../context";
import { mayRate } from "../rating";
import { ratingOf } from "../rows";
import type { TextKey } from "../translate";
import { Glyph } from "./glyph";

const STARS = [1, 2, 3, 4, 5] as const;
const VALUE_MAX = 500;

/** The satisfaction survey (满意度评价): at the end, or when the agent asks. One answer, which may be changed for a day. */
export function SurveyCard({ survey, current }: { survey: Survey; current: boolean }) {
  const session = useSession();
  const { t, rating } = session;
  const state = rating.state.value;
  const rated = ratingOf(session.entries.value);
  const { agent_name: name, closed_at } = session.conversation.value ?? {};
  const open = mayRate(closed_at, Date.now());
  if (rated && state !== "editing" && state !== "sending") {
    return (
      <section class="card survey" data-testid="survey" data-state="done">
        <p class="done">
          <Glyph icon={CircleCheck} size={16} /> {survey.thanks || t("survey.thanks")}
        </p>
        {current && open && (
          <button type="button" class="link" data-testid="survey-change" onClick={() => rating.edit(rated)}>
            {t("survey.change")}
          </button>
        )}
      </section>
    );
  }
  if (!current || !open || state === "skipped") return null;
  const missing = rating.missing.value;
  return (
    <form
      class="card survey"
      data-testid="survey"
      data-state={state}
      aria-label={t("survey.name")}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (state !== "sending") rating.submit(survey);
      }}
    >
      <b>{name ? t("survey.titleName", { name }) : t("survey.title")}</b>
      {survey.questions.map((question) => (
        <QuestionView key={question.key} question={question} wrong={missing === question.key} />
      ))}
      <p class="error" role="alert">
        {missing === "" && t("survey.failed")}
      </p>
      <div class="row">
        <button type="submit" class="button primary grow" aria-disabled={state === "sending"} data-testid="survey-submit">
          {t(state === "sending" ? "survey.sending" : "survey.submit")}
        </button>
        {!rated && (
          <button type="button" class="button plain" data-testid="survey-skip" onClick={() => rating.skip()}>
            {t("survey.skip")}
          </button>
        )}
      </div>
    </form>
  );
}

function QuestionView({ question, wrong }: { question: Question; wrong: boolean }) {
  const { t, rating } = useSession();
  const id = useId();
  const { key, kind, label, required } = question;
  const answer = rating.answers.value[key];
  const stars = answer?.stars ?? 0;
  const error = wrong && (
    <p class="error" data-testid={`error-${key}`}>
      {t("survey.missing")}
    </p>
  );
  if (kind === "text") {
    return (
      <div class="field">
        <label for={id}>{label}</label>
        <textarea
          id={id}
          name={key}
          maxLength={VALUE_MAX}
          placeholder={t("survey.placeholder")}
          value={answer?.value ?? ""}
          data-testid={`answer-${key}`}
          onInput={(event) => rating.answer(question, { value: event.currentTarget.value })}
        />
        {error}
      </div>
    );
  }
  return (
    <fieldset class="question" data-testid={`question-${key}`}>
      <legend>
        {label}
        {required && (
          <span class="star-mark" aria-hidden="true">
            {" "}
            *
          </span>
        )}
      </legend>
      {kind === "stars" ? (
        <>
          <div class="stars">
            {STARS.map((count) => (
              <label key={count} class={count <= stars ? "on" : ""} data-testid={`star-${count}`}>
                <input
                  type="radio"
                  class="sr"
                  name={id}
                  checked={count === stars}
                  aria-label={t("survey.stars", { count })}
                  onChange={() => rating.answer(question, { stars: count })}
                />
                <Star size={28} strokeWidth={1.5} aria-hidden="true" />
              </label>
            ))}
          </div>
          {stars > 0 && <p class="text-2">{t(`survey.word${stars}` as TextKey)}</p>}
        </>
      ) : (
        <div class="choices">
          {(question.options ?? []).map((option) => (
            <label key={option} class={answer?.value === option ? "on" : ""}>
              <input
                type="radio"
                class="sr"
                name={id}
                checked={answer?.value === option}
                onChange={() => rating.answer(question, { value: option })}
              />
              {option}
            </label>
          ))}
        </div>
      )}
      {error}
    </fieldset>
  );
}
