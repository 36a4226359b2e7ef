import { Button } from "antd";
import { Download, Eraser } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EraseDialog } from "./EraseDialog.tsx";
import { GiveOutDialog } from "./GiveOutDialog.tsx";
import "./personal-data.css";

/** Everything that is kept of one person: taken away as a file, or erased for good. */
export default function PersonalData({ visitorId, name }: { visitorId: string; name: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<"give" | "erase">();
  const close = () => setOpen(undefined);
  return (
    <section className="panel-section personal-data" data-testid="personal-data">
      <h3>{t("personalData.title")}</h3>
      <p className="t3 f12">{t("personalData.about")}</p>
      <div className="row wrap">
        <Button size="small" icon={<Download size={14} aria-hidden />} onClick={() => setOpen("give")} data-testid="person-give">
          {t("personalData.give")}
        </Button>
        <Button size="small" danger icon={<Eraser size={14} aria-hidden />} onClick={() => setOpen("erase")} data-testid="person-erase">
          {t("personalData.erase")}
        </Button>
      </div>
      {open === "give" && <GiveOutDialog visitorId={visitorId} name={name} onClose={close} />}
      {open === "erase" && <EraseDialog visitorId={visitorId} onClose={close} />}
    </section>
  );
}
