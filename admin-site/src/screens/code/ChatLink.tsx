import type { StyleSummary as Style } from "@parlor/protocol";
import { Button, QRCode } from "antd";
import { Download, ExternalLink } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { Choices } from "./Choices.tsx";
import type { Choice } from "./Screen.tsx";
import { type Address, chatAddress } from "./snippet.ts";

const SIDE = 220;

interface Props {
  address: Address;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  style: Style;
}

/** The conversation as a page of its own: an address, and the same to be photographed. */
export function ChatLink({ address, choice, onChoice, style }: Props) {
  const { t } = useTranslation();
  const picture = useRef<HTMLDivElement>(null);
  const link = chatAddress(address, choice);
  const save = () => {
    const canvas = picture.current?.querySelector("canvas");
    if (!canvas) return;
    const anchor = document.createElement("a");
    anchor.href = canvas.toDataURL("image/png");
    anchor.download = `${style.name}.png`;
    anchor.click();
  };
  return (
    <>
      <div className="code-main">
        <section className="card code-card">
          <h2>{t("code.link")}</h2>
          <p className="t2 f13">{t("code.linkText")}</p>
          <CopyBox text={link} testId="chat-link" />
          <div className="row code-acts">
            <Button href={link} target="_blank" icon={<ExternalLink size={16} />} data-testid="open-chat-link">
              {t("code.openLink")}
            </Button>
          </div>
          <Choices choice={choice} onChoice={onChoice} />
        </section>
        <section className="card code-card">
          <h2>{t("code.linkUses")}</h2>
          <ul className="code-uses f13">
            {t("code.linkUsesText")
              .split("\n")
              .map((line) => (
                <li key={line}>{line}</li>
              ))}
            <li>
              <Link to={`/manage/signature?style=${style.style_id}`}>{t("manage.signature")}</Link>
            </li>
          </ul>
        </section>
      </div>
      <aside className="code-side">
        <section className="card code-card code-qr">
          <h2>{t("code.qr")}</h2>
          <p className="t2 f13">{t("code.qrText")}</p>
          <div ref={picture} className="code-qr-picture" role="img" aria-label={t("code.qr")} data-testid="qr">
            {/* Black on white whatever the theme: cameras and printers want it so. */}
            <QRCode value={link} size={SIDE} type="canvas" color="#000000" bgColor="#ffffff" bordered={false} errorLevel="M" />
          </div>
          <Button block onClick={save} icon={<Download size={16} />} data-testid="save-qr">
            {t("code.saveQr")}
          </Button>
        </section>
      </aside>
    </>
  );
}
