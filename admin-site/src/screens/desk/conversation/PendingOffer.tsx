import type { ConversationView } from "@parlor/protocol";
import { Button } from "antd";
import { ArrowRightLeft, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { live, useNow } from "../../../live/index.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { toast } from "../../../shared/toast.tsx";

/** Our own offer, until the colleague answers. */
export function PendingOffer({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const now = useNow();
  const offer = view.transfer;
  if (!offer) return null;
  const seconds = Math.max(0, Math.ceil((offer.expires_at - now) / 1000));
  const cancel = async () => {
    try {
      await live().cancelTransfer(view.conversation_id, offer.transfer_id);
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    }
  };
  return (
    <div className="banner conversation-banner" role="status" data-testid="transfer-pending">
      {offer.join ? <UserPlus size={16} aria-hidden /> : <ArrowRightLeft size={16} aria-hidden />}
      <span className="grow">{t(offer.join ? "team.pending" : "transfer.pending", { name: offer.to_agent_name, seconds })}</span>
      <Button size="small" onClick={() => void cancel()}>
        {t("transfer.cancel")}
      </Button>
    </div>
  );
}
