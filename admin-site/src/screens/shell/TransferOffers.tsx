import type { ConversationView } from "@parlor/protocol";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate } from "react-router";
import { live, useLive, useNow } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";

/** Colleagues' offers stay until they are answered or run out. A conversation that is open asks below its log instead. */
export function TransferOffers() {
  const { pathname } = useLocation();
  const agentId = useLive((state) => state.agentId);
  const offers = useLive((state) => [...state.conversations.values()].filter((view) => view.transfer?.to_agent_id === agentId));
  return (
    <div>
      {offers
        .filter((view) => pathname !== `/desk/${view.conversation_id}`)
        .map((view) => (
          <Offer key={view.transfer?.transfer_id} view={view} />
        ))}
    </div>
  );
}

function Offer({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [busy, setBusy] = useState<"accept" | "decline">();
  const now = useNow();
  const offer = view.transfer;
  if (!offer) return null;
  const left = Math.ceil((offer.expires_at - now) / 1000);
  if (left <= 0) return null;

  const answer = async (accept: boolean) => {
    setBusy(accept ? "accept" : "decline");
    try {
      await live().answerTransfer(view.conversation_id, offer.transfer_id, accept);
      if (accept) await navigate(`/desk/${view.conversation_id}`);
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    } finally {
      setBusy(undefined);
    }
  };

  return (
    <section
      className="toast offer"
      aria-label={t(offer.join ? "team.offerLabel" : "transfer.offerLabel", { name: offer.from_agent_name })}
      data-testid="transfer-offer"
    >
      <Avatar id={offer.from_agent_id} name={offer.from_agent_name} size={28} />
      <div className="grow">
        <div role="alert">{t(offer.join ? "team.offer" : "transfer.offer", { name: offer.from_agent_name })}</div>
        <div className="f12 t2">
          {visitorLabel(view)}
          {offer.note && ` · ${offer.note}`}
        </div>
        <Link className="f12" to={`/desk/${view.conversation_id}`}>
          {t("transfer.read")}
        </Link>
      </div>
      <Button
        size="small"
        loading={busy === "decline"}
        disabled={busy !== undefined}
        onClick={() => void answer(false)}
        data-testid="transfer-decline"
      >
        {t("transfer.decline")}
      </Button>
      <Button
        size="small"
        type="primary"
        loading={busy === "accept"}
        disabled={busy !== undefined}
        onClick={() => void answer(true)}
        data-testid="transfer-accept"
      >
        {t(offer.join ? "team.join" : "transfer.accept")} <span className="num">{left}</span>
      </Button>
    </section>
  );
}
