import { clockTime, fullTime } from "@parlor/design";
import type { Form, FormValue, PageCard, Rated, Survey } from "@parlor/protocol";
import { ClipboardList, ExternalLink, Star } from "lucide-react";
import { useTranslation } from "react-i18next";
import { WebLink } from "../../../shared/WebLink.tsx";
import { useLog } from "./context.ts";

const STARS = [1, 2, 3, 4, 5];

/** A page that was shown to the visitor. */
export function PageView({ page }: { page: PageCard }) {
  const { t } = useTranslation();
  return (
    <div className="card-message" data-testid="page-card">
      <ExternalLink size={18} aria-hidden />
      <div className="grow">
        <WebLink className="cut medium" url={page.url}>
          {page.title || page.url.replace(/^https?:\/\//, "")}
        </WebLink>
        <div className="cut f12 t3" title={page.url}>
          {page.at_once ? t("log.pageAtOnce") : t("log.page")} · {page.url}
        </div>
      </div>
    </div>
  );
}

/** A form or the survey, as a sign that the visitor was asked. */
export function AskedView({ form, survey }: { form?: Form | undefined; survey?: Survey | undefined }) {
  const { t } = useTranslation();
  const labels = form ? form.fields.map((field) => field.label) : (survey?.questions.map((question) => question.label) ?? []);
  return (
    <div className="card-message" data-testid={form ? "form-card" : "survey-card"}>
      {form ? <ClipboardList size={18} aria-hidden /> : <Star size={18} aria-hidden />}
      <div className="grow">
        <div className="cut medium">{form ? form.title : t("log.survey")}</div>
        <div className="cut f12 t3" title={labels.join(" · ")}>
          {labels.join(" · ")}
        </div>
      </div>
    </div>
  );
}

interface ValuesProps {
  at: number;
  values: readonly FormValue[];
  formSeq: number | undefined;
}

/** What the visitor filled in. */
export function ValuesView({ at, values, formSeq }: ValuesProps) {
  const { t } = useTranslation();
  const { entryAt, jump } = useLog();
  const asked = formSeq === undefined ? undefined : entryAt(formSeq);
  const title = asked?.kind === "message" ? asked.form?.title : undefined;
  return (
    <section className="log-card" data-testid="form-values">
      <header>
        <ClipboardList size={14} aria-hidden />
        <b className="medium">{formSeq === undefined ? t("log.beforeChat") : t("log.filledIn", { title: title ?? t("log.form") })}</b>
        <time title={fullTime(at)}>{clockTime(at)}</time>
        {formSeq !== undefined && (
          <button type="button" className="link-button" onClick={() => jump(formSeq)}>
            {t("log.toForm")}
          </button>
        )}
      </header>
      <dl className="key-values">
        {values.map((value) => (
          <div key={value.key}>
            <dt>{value.label}</dt>
            <dd>{value.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The visitor's answer to the survey. */
export function RatedView({ entry }: { entry: Rated }) {
  const { t } = useTranslation();
  return (
    <section className="log-card" data-testid="rated">
      <header>
        <Star size={14} aria-hidden />
        <b className="medium">{t("log.rated")}</b>
        <time title={fullTime(entry.at)}>{clockTime(entry.at)}</time>
      </header>
      <dl className="key-values">
        {entry.answers.map((answer) => (
          <div key={answer.key}>
            <dt>{answer.label}</dt>
            <dd>{answer.stars ? <Stars count={answer.stars} /> : answer.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Stars({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <span className="stars" role="img" aria-label={t("log.stars", { count })}>
      {STARS.map((star) => (
        <Star key={star} size={14} data-on={star <= count || undefined} aria-hidden />
      ))}
      <span aria-hidden>{count} / 5</span>
    </span>
  );
}
