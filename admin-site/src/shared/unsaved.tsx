import { Button, Modal } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

/** Leaving the page asks first, as long as this is there. */
export function Unsaved() {
  const { t } = useTranslation();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);
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
