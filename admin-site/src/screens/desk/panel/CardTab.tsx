import { shortTime } from "@parlor/design";
import type { Customer, VisitorCard } from "@parlor/protocol";
import { Button } from "antd";
import { IdCard, Link2, Pencil, Plus, RefreshCw, Unlink } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../../api/session.ts";
import { DeleteDialog } from "../../../shared/DeleteDialog.tsx";
import { Empty } from "../../../shared/States.tsx";
import { LazyPersonalData } from "../../personal-data/LazyPersonalData.tsx";
import { begunCard, keepCard } from "./begun.ts";
import { EditCard, NewCard } from "./CardForms.tsx";
import { CARD_FIELDS, type CardField } from "./card.ts";
import { LinkCard } from "./LinkCard.tsx";
import { Profile } from "./Profile.tsx";
import { SameCards } from "./SameCards.tsx";
import { useCardChanged } from "./useCard.ts";

type Mode = "look" | "new" | "edit" | "link";

interface Props {
  card: VisitorCard;
  refreshing: boolean;
}

/** 名片: the customer that the visitor is, or the ways to make them one. */
export function CardTab({ card, refreshing }: Props) {
  const { t } = useTranslation();
  const changed = useCardChanged(card.visitor_id);
  const [mode, setMode] = useState<Mode>(() => begunCard(card.visitor_id)?.mode ?? "look");
  const [unlinking, setUnlinking] = useState(false);
  const { customer } = card;
  const others = (card.duplicates ?? []).filter((each) => each.customer_id !== customer?.customer_id);
  const back = () => {
    keepCard(card.visitor_id, undefined);
    setMode("look");
  };

  if (mode === "new") return <NewCard card={card} onDone={back} />;
  if (mode === "edit" && customer) return <EditCard key={customer.customer_id} card={card} customer={customer} onDone={back} />;
  return (
    <>
      <SameCards
        visitorId={card.visitor_id}
        customers={others}
        text={t(customer ? "card.duplicatesOther" : "card.duplicates", { count: others.length })}
        onLinked={back}
      />
      {customer ? (
        <section className="panel-section" data-testid="card">
          <div className="row card-head">
            <h3 className="grow cut" data-testid="card-name">
              {customer.name}
            </h3>
            {customer.category && <span className="tag accent">{customer.category}</span>}
            <button
              type="button"
              className="icon-button small"
              aria-label={t("card.refresh")}
              title={t("card.refresh")}
              disabled={refreshing}
              onClick={() => void changed()}
              data-testid="card-refresh"
            >
              <RefreshCw size={14} />
            </button>
          </div>
          <CardFacts customer={customer} />
          <div className="row card-acts">
            <Button size="small" icon={<Pencil size={14} />} onClick={() => setMode("edit")} data-testid="card-edit">
              {t("common.edit")}
            </Button>
            <Button size="small" icon={<Unlink size={14} />} onClick={() => setUnlinking(true)} data-testid="card-unlink">
              {t("card.unlink")}
            </Button>
          </div>
        </section>
      ) : (
        <section className="panel-section">
          {mode === "link" ? (
            <LinkCard visitorId={card.visitor_id} onDone={back} />
          ) : (
            <Empty icon={IdCard} title={t("card.none")} text={t("card.noneText")}>
              <Button type="primary" size="small" icon={<Plus size={14} />} onClick={() => setMode("new")} data-testid="card-new">
                {t("card.create")}
              </Button>
              <Button size="small" icon={<Link2 size={14} />} onClick={() => setMode("link")} data-testid="card-link">
                {t("card.link")}
              </Button>
            </Empty>
          )}
        </section>
      )}
      <Profile card={card} />
      <LazyPersonalData visitorId={card.visitor_id} name={customer?.name ?? card.profile.name ?? card.visitor_number} />
      {unlinking && customer && (
        <DeleteDialog
          title={t("card.unlinkTitle", { name: customer.name })}
          text={t("card.unlinkText")}
          confirm={t("card.unlink")}
          run={async () => {
            await call("unlink_customer", { path: { visitor_id: card.visitor_id } });
            await changed();
          }}
          onClose={() => setUnlinking(false)}
        />
      )}
    </>
  );
}

function CardFacts({ customer }: { customer: Customer }) {
  const { t, i18n } = useTranslation();
  const fields = CARD_FIELDS.filter((field) => field !== "name" && field !== "category" && customer[field]);
  return (
    <>
      <dl className="key-values">
        {fields.map((field) => (
          <div key={field} className="pair">
            <dt>{t(`card.field.${field}`)}</dt>
            <dd className={field === "note" ? "card-note" : undefined}>
              <Value field={field} text={customer[field] ?? ""} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="t3 f12 card-when">
        {t("card.changed", { time: shortTime(customer.changed_at, Date.now(), i18n.language, { exact: true }) })}
      </p>
    </>
  );
}

/** Numbers and addresses can be used at once. */
function Value({ field, text }: { field: CardField; text: string }) {
  if (field === "phone") return <a href={`tel:${text.replace(/[^\d+]/g, "")}`}>{text}</a>;
  if (field === "email") return <a href={`mailto:${encodeURIComponent(text)}`}>{text}</a>;
  return text;
}
