import { Button, Modal } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

/** Leaving with unsaved changes asks first. */
export function Unsaved({ when }: { when: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => when && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (!when) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [when]);
  return (
    <Modal
      open={blocker.state === "blocked"}
      title={t("unsaved.title")}
      width={400}
      onCancel={() => blocker.reset?.()}
      footer={
        <>
          <Button danger onClick={() => blocker.proceed?.()}>
            {t("common.discard")}
          </Button>
          <Button type="primary" onClick={() => blocker.reset?.()}>
            {t("unsaved.stay")}
          </Button>
        </>
      }
    >
      <p className="t2">{t("unsaved.text")}</p>
    </Modal>
  );
}
