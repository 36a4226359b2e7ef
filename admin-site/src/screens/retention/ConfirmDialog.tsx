import { dayOf, fullTime } from "@parlor/design";
import type { RetentionPeriods, RetentionPreview } from "@parlor/protocol";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../shared/Field.tsx";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { usePeriodText } from "./period-text.ts";

interface Props {
  preview: RetentionPreview;
  wanted: RetentionPeriods;
  busy: boolean;
  problem: unknown;
  onConfirm: (company: string) => void;
  onClose: () => void;
}

/** Says in numbers and days what goes, and asks for the company's name. */
export function ConfirmDialog({ preview, wanted, busy, problem, onConfirm, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const periodText = usePeriodText();
  const [typed, setTyped] = useState("");
  const number = new Intl.NumberFormat(i18n.language);
  const sure = typed.trim() === preview.company;
  return (
    <Modal
      open
      width={520}
      title={t("retention.confirmTitle")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" danger disabled={!sure} loading={busy} onClick={() => onConfirm(typed)} data-testid="retention-confirm">
            {t("retention.confirm")}
          </Button>
        </>
      }
    >
      <div className="retention-dialog">
        <p className="t2">{t("retention.confirmText", { at: fullTime(preview.begins_at, me.time_zone) })}</p>
        <ul className="retention-goes" data-testid="retention-goes">
          {preview.goes.map(({ kind, before, found, more, since }) => (
            <li key={kind}>
              <span className="strong">{t("retention.pair", { kind: t(`retention.kind.${kind}`), period: periodText(wanted[kind]) })}</span>
              <span className="t2 f13">
                {found === undefined
                  ? t("retention.uncounted", { day: before })
                  : found === 0
                    ? t("retention.nothingYet", { day: before })
                    : t("retention.counted", {
                        number: `${number.format(found)}${more ? "+" : ""}`,
                        day: before,
                        since: since ? dayOf(since, me.time_zone) : before,
                      })}
              </span>
            </li>
          ))}
        </ul>
        <Field label={t("leaving.name", { company: preview.company })} required>
          {(control) => (
            <Input
              {...control}
              autoFocus
              autoComplete="off"
              value={typed}
              placeholder={preview.company}
              onChange={(event) => setTyped(event.target.value)}
              onPressEnter={() => sure && onConfirm(typed)}
              data-testid="retention-name"
            />
          )}
        </Field>
        {problem !== null && problem !== undefined && (
          <p className="banner bad" role="alert">
            {problemText(t, problem)}
          </p>
        )}
      </div>
    </Modal>
  );
}
