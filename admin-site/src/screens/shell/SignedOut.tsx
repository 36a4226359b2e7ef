import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { signOut } from "../../api/session.ts";
import { useLive } from "../../live/index.ts";

/** A supervisor has signed us out: nothing goes on here, and nothing reconnects, before a new sign-in. */
export function SignedOut() {
  const { t } = useTranslation();
  const by = useLive((state) => state.signedOutBy);
  const refused = useLive((state) => state.link.status === "stopped" && (state.link.error as Error | undefined)?.message === "signed_out");
  if (by === undefined && !refused) return null;
  return (
    <Modal
      open
      closable={false}
      keyboard={false}
      width={420}
      title={by ? t("signedOut.by", { name: by }) : t("signedOut.title")}
      footer={
        <Button type="primary" autoFocus onClick={() => void signOut()} data-testid="signed-out-again">
          {t("signedOut.again")}
        </Button>
      }
    >
      <p className="t2" data-testid="signed-out">
        {t("signedOut.text")}
      </p>
    </Modal>
  );
}
