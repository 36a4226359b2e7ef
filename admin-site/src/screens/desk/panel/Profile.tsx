import { fullTime, shortTime } from "@parlor/design";
import type { VisitorCard } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { KNOWN_FIELDS } from "./card.ts";

/** What the visitor said of themselves, and how long they have been coming. */
export function Profile({ card }: { card: VisitorCard }) {
  const { t, i18n } = useTranslation();
  const { profile } = card;
  const said = KNOWN_FIELDS.filter((field) => profile[field]);
  return (
    <section className="panel-section" data-testid="profile">
      <h3>{t("card.profile")}</h3>
      <dl className="key-values">
        <dt>{t("visitor.number")}</dt>
        <dd>{card.visitor_number}</dd>
        {said.map((field) => (
          <div key={field} className="pair">
            <dt>{t(`card.field.${field}`)}</dt>
            <dd>{profile[field]}</dd>
          </div>
        ))}
        {profile.visits !== undefined && profile.visits > 0 && (
          <>
            <dt>{t("visitor.visitsLabel")}</dt>
            <dd>{t("card.visits", { count: profile.visits })}</dd>
          </>
        )}
        {profile.first_seen_at !== undefined && (
          <>
            <dt>{t("card.firstSeen")}</dt>
            <dd title={fullTime(profile.first_seen_at)}>{shortTime(profile.first_seen_at, Date.now(), i18n.language, { exact: true })}</dd>
          </>
        )}
      </dl>
      {said.length === 0 && <p className="t3 f12 card-when">{t("card.profileNone")}</p>}
    </section>
  );
}
