import type { Customer } from "@parlor/protocol";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../../api/session.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { toast } from "../../../shared/toast.tsx";
import { cardSearch } from "./card.ts";
import { useCardChanged } from "./useCard.ts";

const TYPED_MS = 300;

/** Finds the card of a customer who is known already and gives it to the visitor. */
export function LinkCard({ visitorId, onDone }: { visitorId: string; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useCardChanged(visitorId);
  const [text, setText] = useState("");
  const [typed, setTyped] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const query = cardSearch(typed);
  const found = useQuery({
    queryKey: ["customers", query],
    queryFn: ({ signal }) => call("find_customers", { query: query ?? {} }, signal),
    enabled: query !== undefined,
  });
  const link = useMutation({
    mutationFn: (customer: Customer) =>
      call("link_customer", { path: { visitor_id: visitorId }, body: { customer_id: customer.customer_id } }),
    onSuccess: async (_, customer) => {
      await changed();
      toast({ tone: "good", text: t("card.linked", { name: customer.name }) });
      onDone();
    },
  });
  return (
    <div className="link-card" data-testid="link-card">
      <div className="row">
        <h3 className="grow">{t("card.link")}</h3>
        <button type="button" className="icon-button small" aria-label={t("common.cancel")} onClick={onDone}>
          <X size={16} />
        </button>
      </div>
      <label className="field small">
        <Search size={14} aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
          autoFocus
          type="search"
          aria-label={t("card.find")}
          placeholder={t("card.find")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            onDone();
          }}
          data-testid="card-find"
        />
      </label>
      {query === undefined && <p className="t3 f12">{t("card.findHint")}</p>}
      {found.isError && (
        <p className="is-bad f13" role="alert">
          {problemText(t, found.error)}
        </p>
      )}
      {link.isError && (
        <p className="is-bad f13" role="alert">
          {problemText(t, link.error)}
        </p>
      )}
      <ul className="link-results" aria-live="polite">
        {found.data?.customers.map((each) => (
          <li key={each.customer_id} className="row">
            <span className="grow">
              <span className="cut medium">{each.name}</span>
              <span className="cut f12 t2">{[each.company, each.phone, each.email].filter(Boolean).join(" · ")}</span>
            </span>
            <Button
              size="small"
              loading={link.isPending && link.variables.customer_id === each.customer_id}
              onClick={() => link.mutate(each)}
              data-testid="card-link-found"
            >
              {t("card.linkShort")}
            </Button>
          </li>
        ))}
      </ul>
      {found.data?.customers.length === 0 && <p className="t3 f13">{t("card.noneFound")}</p>}
    </div>
  );
}
