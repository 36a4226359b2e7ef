import { waitTime } from "@parlor/design";
import type { Home } from "@parlor/protocol";
import { CircleCheck, Clock, type LucideIcon, MailOpen, PackageOpen, Tag } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useNow } from "../../live/index.ts";
import { useSwitches } from "../../shared/service.ts";

interface Thing {
  icon: LucideIcon;
  text: string;
  detail?: string;
  to: string;
  testId: string;
}

/** What waits for somebody: visitors in the queues, left messages, conversations without a topic, work that was given up. */
export function ToDo({ home }: { home: Home }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const { wrap_up: topics } = useSwitches();
  const { queued, left_messages: left = 0, unwrapped = 0 } = home;
  const waiting = queued.waiting ?? 0;
  const things: (Thing | false)[] = [
    waiting > 0 && {
      icon: Clock,
      text: t("home.waitingNow", { count: waiting }),
      ...(queued.since ? { detail: t("home.longest", { time: waitTime(now - queued.since) }) } : {}),
      to: "/desk",
      testId: "home-waiting",
    },
    left > 0 && {
      icon: MailOpen,
      text: t(home.left_messages_more ? "home.leftMore" : "home.leftOpen", { count: left }),
      detail: t("home.leftSince"),
      to: "/manage/left-messages",
      testId: "home-left",
    },
    topics && unwrapped > 0 && { icon: Tag, text: t("home.unwrapped", { count: unwrapped }), to: "/desk", testId: "home-unwrapped" },
    home.parked === true && { icon: PackageOpen, text: t("home.parked"), to: "/manage/parked", testId: "home-parked" },
  ];
  const open = things.filter((thing) => thing !== false);
  return (
    <section className="card home-card">
      <h3>{t("home.toDo")}</h3>
      {open.length === 0 ? (
        <p className="home-nothing t2">
          <CircleCheck size={16} aria-hidden />
          {t("home.nothing")}
        </p>
      ) : (
        <ul className="entries">
          {open.map((thing) => (
            <li key={thing.testId}>
              <Link to={thing.to} data-testid={thing.testId}>
                <thing.icon size={16} aria-hidden />
                <span className="grow">{thing.text}</span>
                {thing.detail && <span className="t3 f12">{thing.detail}</span>}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
