import { fullTime, shortTime } from "@parlor/design";
import type { StaffSession } from "@parlor/protocol";
import { Button } from "antd";
import { Laptop, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../shared/me.tsx";
import { placeText } from "../../shared/visitor-info.ts";
import { deviceOf } from "../audit/device.ts";
import "./access.css";

interface Props {
  sessions: readonly StaffSession[];
  /** Which is just being ended. */
  ending: string | undefined;
  onEnd: (session: StaffSession) => void;
}

/** Where somebody is signed in. The sign-in that asks ends by signing out, and has no button. */
export function Sessions({ sessions, ending, onEnd }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const now = Date.now();
  if (sessions.length === 0) return <p className="t3">{t("access.noSessions")}</p>;
  return (
    <ul className="access-sessions">
      {sessions.map((session) => {
        const Icon = /Mobile|Android|iPhone|iPad/.test(session.device ?? "") ? Smartphone : Laptop;
        const where = [placeText(session.place, i18n.language), session.address].filter(Boolean).join(" · ");
        const used = shortTime(session.used_at, now, i18n.language, { zone: me.time_zone });
        const begun = shortTime(session.begun_at, now, i18n.language, { zone: me.time_zone });
        return (
          <li key={session.session_id} className="row" data-testid="session" data-current={session.current || undefined}>
            <Icon size={20} aria-hidden className="t3" />
            <div className="grow">
              <div className="row">
                {deviceOf(session.device ?? "") || t("access.unknownDevice")}
                {session.current && <span className="tag accent">{t("access.thisOne")}</span>}
              </div>
              <div className="t3 f12">
                {where}
                {where && " · "}
                <span title={fullTime(session.used_at, me.time_zone)}>{t("access.used", { time: used })}</span>
                {" · "}
                <span title={fullTime(session.begun_at, me.time_zone)}>{t("access.begun", { time: begun })}</span>
              </div>
            </div>
            {!session.current && (
              <Button size="small" loading={ending === session.session_id} onClick={() => onEnd(session)} data-testid="end-session">
                {t("access.end")}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
