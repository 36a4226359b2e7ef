import { Button, Modal } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { signOut } from "../../api/session.ts";
import { useLive } from "../../live/index.ts";
import { useUnwrapped } from "../../live/useUnwrapped.ts";
import { createStore, useStore } from "../../shared/store.ts";

const store = createStore(false);

/** Signs out; asks first if conversations are open or wait for their topic. */
export const askSignOut = () => store.set(true);
const stay = () => store.set(false);

/** The question before signing out, where there is one. */
export function SignOut() {
  const asked = useStore(store, (state) => state);
  return asked ? <Question /> : null;
}

function Question() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const open = useLive((state) => {
    let count = 0;
    for (const view of state.conversations.values()) if (view.state === "active" && view.agent_id === state.agentId) count++;
    return count;
  });
  const unwrapped = useUnwrapped().length;
  const free = open === 0 && unwrapped === 0;
  const leave = () => {
    stay();
    void signOut();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only whether there is something to ask
  useEffect(() => {
    if (free) leave();
  }, [free]);
  if (free) return null;
  return (
    <Modal
      open
      title={t("signOut.title")}
      width={420}
      onCancel={stay}
      footer={
        <>
          <Button danger onClick={leave} data-testid="sign-out-confirm">
            {t("signOut.leave")}
          </Button>
          <Button
            type="primary"
            autoFocus
            onClick={() => {
              stay();
              void navigate("/desk");
            }}
            data-testid="sign-out-stay"
          >
            {t("signOut.stay")}
          </Button>
        </>
      }
    >
      <ul className="sign-out-list" data-testid="sign-out-warning">
        {open > 0 && <li>{t("signOut.open", { count: open })}</li>}
        {unwrapped > 0 && <li>{t("signOut.unwrapped", { count: unwrapped })}</li>}
      </ul>
    </Modal>
  );
}
