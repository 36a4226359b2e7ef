import { Button } from "antd";
import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";

/** Without any snippet: a page to play a visitor on. */
export function TryOut({ url }: { url: string }) {
  const { t } = useTranslation();
  return (
    <section className="card home-card">
      <h3>{t("home.tryTitle")}</h3>
      <p className="t2 f13">{t("home.tryText")}</p>
      <Button block href={url} target="_blank" icon={<ExternalLink size={16} />} data-testid="open-demo">
        {t("home.try")}
      </Button>
    </section>
  );
}
