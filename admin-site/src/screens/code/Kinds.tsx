import type { StyleSummary as Style } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { KINDS, KindPicture } from "./KindPicture.tsx";
import { type Address, demoAddress } from "./snippet.ts";

/** What stands on the site, with a small picture of each. */
export function Kinds({ style, address }: { style: Style; address: Address }) {
  const { t } = useTranslation();
  return (
    <section className="card code-card">
      <div className="row code-card-head">
        <h2 className="grow">{t("code.kinds")}</h2>
        <a className="f13" href={demoAddress(address)} target="_blank" rel="noreferrer" data-testid="code-preview">
          {t("code.preview")}
        </a>
      </div>
      <ul className="code-kinds">
        {KINDS.map((kind) => (
          <li key={kind}>
            <KindPicture kind={kind} color={style.color} />
            <div className="medium f13">{t(`code.kind.${kind}.name`)}</div>
            <p className="t3 f12">{t(`code.kind.${kind}.for`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
