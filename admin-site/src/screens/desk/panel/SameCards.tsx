import type { Customer } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../../api/session.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { toast } from "../../../shared/toast.tsx";
import { type CardValues, contactsOf } from "./card.ts";
import { useCardChanged } from "./useCard.ts";

const TYPED_MS = 500;

interface Props {
  visitorId: string;
  customers: readonly Customer[];
  text: string;
  onLinked: () => void;
}

/** Cards with the same number or address: perhaps the same person. */
export function SameCards({ visitorId, customers, text, onLinked }: Props) {
  const { t } = useTranslation();
  const changed = useCardChanged(visitorId);
  const [busy, setBusy] = useState<string>();
  if (customers.length === 0) return null;
  const link = async (customer: Customer) => {
    setBusy(customer.customer_id);
    try {
      await call("link_customer", { path: { visitor_id: visitorId }, body: { customer_id: customer.customer_id } });
      await changed();
      toast({ tone: "good", text: t("card.linked", { name: customer.name }) });
      onLinked();
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <section className="duplicates" data-testid="card-duplicates">
      <p className="row" role="status">
        <TriangleAlert size={16} aria-hidden /> {text}
      </p>
      <ul>
        {customers.map((each) => (
          <li key={each.customer_id} className="row">
            <span className="grow">
              <span className="cut medium">{each.name}</span>
              <span className="cut f12">{[each.company, each.phone, each.email].filter(Boolean).join(" · ")}</span>
            </span>
            <Button size="small" loading={busy === each.customer_id} onClick={() => void link(each)} data-testid="card-link-this">
              {t("card.linkThis")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface LikeProps {
  visitorId: string;
  values: CardValues;
  /** The card that is being changed. */
  except: readonly string[];
  onLinked: () => void;
}

/** While a card is written: others with the number or the address that was just typed. */
export function LikeCards({ visitorId, values, except, onLinked }: LikeProps) {
  const { t } = useTranslation();
  const [contacts, setContacts] = useState(() => contactsOf(values));
  useEffect(() => {
    const timer = setTimeout(() => setContacts(contactsOf(values)), TYPED_MS);
    return () => clearTimeout(timer);
  }, [values]);
  const found = useQuery({
    queryKey: ["customers", contacts],
    queryFn: ({ signal }) => call("find_customers", { query: contacts ?? {} }, signal),
    enabled: contacts !== undefined,
  });
  const others = contacts ? (found.data?.customers ?? []).filter((each) => !except.includes(each.customer_id)) : [];
  return (
    <SameCards visitorId={visitorId} customers={others} text={t("card.duplicatesOther", { count: others.length })} onLinked={onLinked} />
  );
}
