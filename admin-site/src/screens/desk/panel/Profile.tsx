import { fullTime, shortTime } from "@parlor/design";
import type { VisitorCard, VisitorIdentity } from "@parlor/protocol";
import { BadgeCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { KNOWN_FIELDS } from "./card.ts";

/** What the visitor said of themselves, and how long they have been coming. */
export function Profile({ card }: { card: VisitorCard }) {
  const { t, i18n } = useTranslation();
  const { profile } = card;
  const said = KNOWN_FIELDS.filter((field) => profile[field]);
  return (
    <>
      {profile.identity && <SignedIdentity identity={profile.identity} />}
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
              <dd title={fullTime(profile.first_seen_at)}>
                {shortTime(profile.first_seen_at, Date.now(), i18n.language, { exact: true })}
              </dd>
            </>
          )}
        </dl>
        {said.length === 0 && <p className="t3 f12 card-when">{t("card.profileNone")}</p>}
      </section>
    </>
  );
}

/** 签名身份: who the visitor is on the company's site, by its server's word; what the page alone says is marked as such. */
function SignedIdentity({ identity }: { identity: VisitorIdentity }) {
  const { t, i18n } = useTranslation();
  const attributes = Object.entries(identity.attributes ?? {});
  return (
    <section className="panel-section" data-testid="identity">
      <h3>
        {t("card.identity")}
        <span className="tag good" title={t("card.verified")}>
          <BadgeCheck size={14} aria-hidden />
          {t("card.signed")}
        </span>
      </h3>
      <dl className="key-values">
        <dt>{t("card.userId")}</dt>
        <dd data-testid="identity-user">{identity.user_id}</dd>
        {identity.signed && attributes.map(([name, value]) => <Attribute key={name} name={name} value={value} />)}
      </dl>
      {!identity.signed && attributes.length > 0 && (
        <>
          <h3 className="card-from-page">
            {t("card.attributes")}
            <span className="tag" title={t("card.fromPageText")}>
              {t("card.fromPage")}
            </span>
          </h3>
          <dl className="key-values">
            {attributes.map(([name, value]) => (
              <Attribute key={name} name={name} value={value} />
            ))}
          </dl>
        </>
      )}
      <p className="t3 f12 card-when" title={fullTime(identity.at)}>
        {t("card.changed", { time: shortTime(identity.at, Date.now(), i18n.language, { exact: true }) })}
      </p>
    </section>
  );
}

function Attribute({ name, value }: { name: string; value: string }) {
  return (
    <div className="pair">
      <dt className="card-attribute">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
