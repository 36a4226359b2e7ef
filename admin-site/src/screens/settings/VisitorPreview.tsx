import type { FormField, Survey } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Minus, Star, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../shared/me.tsx";
import { styleQuery, stylesQuery } from "../styles/queries.ts";
import { darkenedToAa } from "./color.ts";

/** The company's widget around what visitors would see of a form. A picture: nothing in it can be used. */
export function VisitorPreview({ children, action, note }: { children: ReactNode; action: string; note?: string }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const styles = useQuery(stylesQuery);
  const style = styles.data?.styles[0];
  const color = darkenedToAa(style?.color ?? "#0f6a60");
  const draft = useQuery({ ...styleQuery(style?.style_id ?? ""), enabled: style !== undefined });
  const title = draft.data?.content.texts?.[i18n.language]?.title || me.company;
  return (
    <section className="split-preview" aria-label={t("styles.shortPreview")} data-testid="visitor-preview">
      <h2>{t("settings.visitorSees")}</h2>
      <div className="preview-widget still" aria-hidden="true">
        <header style={{ background: color }}>
          <span>{[...title][0]}</span>
          <div className="grow">
            <div className="strong cut">{title}</div>
            <div className="f12">{t("styles.there.online")}</div>
          </div>
          <Minus size={16} />
          <X size={16} />
        </header>
        <div className="preview-form">{children}</div>
        <footer className="preview-act">
          <b style={{ background: color }}>{action}</b>
        </footer>
      </div>
      {note && <p className="t3 f12 preview-note">{note}</p>}
    </section>
  );
}

function Label({ text, required }: { text: string; required: boolean | undefined }) {
  const { t } = useTranslation();
  return (
    <div className="preview-label">
      {text || <i className="t3">{t("forms.noLabel")}</i>}
      {required && <span className="field-star"> *</span>}
    </div>
  );
}

export function FormPreview({ title, intro, fields }: { title?: string; intro: string | undefined; fields: readonly FormField[] }) {
  const { t } = useTranslation();
  return (
    <>
      {title !== undefined && <div className="strong">{title}</div>}
      {intro && <p className="t2 f13 preview-words">{intro}</p>}
      {fields.map((field) => (
        <div key={field.key}>
          <Label text={field.label} required={field.required} />
          <div className={`preview-input${field.kind === "long_text" ? " tall" : ""}`}>
            {field.kind === "choice" && (
              <>
                <span className="grow cut">{field.options?.[0]?.value || t("forms.choose")}</span>
                <ChevronDown size={16} />
              </>
            )}
          </div>
        </div>
      ))}
    </>
  );
}

const STARS = [1, 2, 3, 4, 5];

export function SurveyPreview({ survey }: { survey: Survey }) {
  return survey.questions.map((question) => (
    <div key={question.key}>
      <Label text={question.label} required={question.required} />
      {question.kind === "stars" && (
        <div className="preview-stars">
          {STARS.map((star) => (
            <Star key={star} size={24} className={star <= 4 ? "on" : undefined} />
          ))}
        </div>
      )}
      {question.kind === "choice" && (
        <div className="preview-options">
          {(question.options ?? []).map((option, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a picture of the list as it is just now
            <span key={i}>{option || "…"}</span>
          ))}
        </div>
      )}
      {question.kind === "text" && <div className="preview-input tall" />}
    </div>
  ));
}
