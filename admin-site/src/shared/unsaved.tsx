import { Button, Modal } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

/** Leaving the page asks first, as long as this is there. */
export function Unsaved() {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);
  if (blocker.state !== "blocked") return null;
  return <AskUnsaved onLeave={() => blocker.proceed()} onStay={() => blocker.reset()} />;
}

/** What was typed is lost, or the person stays. */
export function AskUnsaved({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t("unsaved.title")}
      width={400}
      onCancel={onStay}
      footer={
        <>
          <Button danger onClick={onLeave} data-testid="unsaved-leave">
            {t("common.discard")}
          </Button>
          <Button type="primary" onClick={onStay} data-testid="unsaved-stay">
            {t("unsaved.stay")}
          </Button>
        </>
      }
    >
      <p className="t2">{t("unsaved.text")}</p>
    </Modal>
  );
}
