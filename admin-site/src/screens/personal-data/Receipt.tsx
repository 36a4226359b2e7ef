import { fullTime } from "@parlor/design";
import type { ErasureView } from "@parlor/protocol";
import { Button, Modal } from "antd";
import { Printer } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../shared/me.tsx";
import { ERASED } from "./erasures.ts";
import "./personal-data.css";

/** What was erased where, with numbers, time and who did it; to keep and to print. */
export function Receipt({ erasure, onClose }: { erasure: ErasureView; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const number = new Intl.NumberFormat(i18n.language);
  const erased = erasure.erased ?? {};
  const time = (at: number | undefined) => (at ? fullTime(at, me.time_zone) : t("personalData.notYet"));
  const facts = [
    [t("personalData.subject"), erasure.subject],
    [t("personalData.reference"), erasure.reference || "–"],
    [t("downloads.by"), erasure.agent_name],
    [t("personalData.asked"), time(erasure.created_at)],
    [t("personalData.finished"), time(erasure.finished_at)],
    [t("personalData.lookedAgain"), time(erasure.looked_again_at)],
  ] as const;
  return (
    <Modal
      open
      width={560}
      rootClassName="printed"
      title={t("personalData.receiptTitle", { company: me.company })}
      onCancel={onClose}
      footer={
        <div className="row receipt-end">
          <Button icon={<Printer size={16} aria-hidden />} onClick={() => window.print()}>
            {t("personalData.print")}
          </Button>
          <Button type="primary" onClick={onClose}>
            {t("common.close")}
          </Button>
        </div>
      }
    >
      <dl className="receipt-facts" data-testid="receipt">
        {facts.map(([what, value]) => (
          <div key={what}>
            <dt className="t3 f13">{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <table className="plain receipt-table">
        <thead>
          <tr>
            <th>{t("personalData.place")}</th>
            <th className="right">{t("personalData.went")}</th>
          </tr>
        </thead>
        <tbody>
          {ERASED.filter((place) => erased[place]).map((place) => (
            <tr key={place}>
              <td>{t(`personalData.places.${place}`)}</td>
              <td className="right">{number.format(erased[place] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="t3 f12">{t("personalData.receiptText")}</p>
    </Modal>
  );
}
