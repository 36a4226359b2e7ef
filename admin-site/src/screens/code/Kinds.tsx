import type { Style } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { KINDS, KindPicture } from "./KindPicture.tsx";

export function Kinds({ style }: { style: Style }) {
  const { t } = useTranslation();
  return (
    <section className="card code-card">
      <h2>{t("code.kinds")}</h2>
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
