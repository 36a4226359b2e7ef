import { Button, DatePicker, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** As far ahead as the server takes it. */
const DAYS_MAX = 90;

/** A day and a time of one's own to put a conversation off to. */
export default function SnoozeDialog({ onUntil, onClose }: { onUntil: (until: number) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [until, setUntil] = useState<Dayjs | null>(() => dayjs().add(1, "day").hour(9).minute(0).second(0).millisecond(0));
  const possible = until?.isAfter(dayjs()) ?? false;
  return (
    <Modal
      open
      title={t("snooze.dateTitle")}
      width={380}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            type="primary"
            disabled={!possible}
            onClick={() => {
              if (until) onUntil(until.valueOf());
              onClose();
            }}
            data-testid="snooze-confirm"
          >
            {t("snooze.confirm")}
          </Button>
        </>
      }
    >
      <DatePicker
        style={{ width: "100%" }}
        showTime={{ format: "HH:mm", minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        value={until}
        minDate={dayjs()}
        maxDate={dayjs().add(DAYS_MAX, "day")}
        allowClear={false}
        onChange={setUntil}
        aria-label={t("snooze.dateTitle")}
        data-testid="snooze-picker"
      />
      {!possible && <p className="f12 is-bad">{t("snooze.past")}</p>}
    </Modal>
  );
}
