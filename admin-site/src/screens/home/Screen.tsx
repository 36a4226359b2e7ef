import type { Home } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { may, useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { usePersonal } from "../../shared/personal.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { CheckList, undone } from "./CheckList.tsx";
import { Day } from "./Day.tsx";
import { OnLine } from "./OnLine.tsx";
import { Shortcuts } from "./Shortcuts.tsx";
import { ToDo } from "./ToDo.tsx";
import { TryOut } from "./TryOut.tsx";
import "./home.css";

/** While something is still to do, the list looks again by itself. */
const LOOK_AGAIN_MS = 5_000;
const REFRESH_MS = 60_000;

/** 管理首页: the day so far, what waits for somebody, short ways, and what a new company has still to do. */
export function HomeScreen() {
  const { t } = useTranslation();
  const home = useQuery({
    queryKey: ["home"],
    queryFn: ({ signal }) => call("get_home", {}, signal),
    refetchInterval: ({ state }) => (state.data?.set_up && undone(state.data.set_up) > 0 ? LOOK_AGAIN_MS : REFRESH_MS),
  });
  return (
    <main className="page">
      <PageHead title={t("manage.home")} />
      <div className="page-body home">
        {home.isPending && (
          <div className="card">
            <SkeletonRows rows={6} height={52} columns={2} />
          </div>
        )}
        {home.isError && (
          <div className="card">
            <Failed title={t("home.notLoaded")} error={home.error} retry={() => void home.refetch()} />
          </div>
        )}
        {home.data && <Rooms home={home.data} />}
      </div>
    </main>
  );
}

function Rooms({ home }: { home: Home }) {
  const me = useMe();
  const personal = usePersonal();
  const left = home.set_up ? undone(home.set_up) : 0;
  const list = home.set_up && left > 0 && personal && !personal.set_up_hidden;
  return (
    <>
      <Greeting home={home} />
      {home.day && <Day home={home} day={home.day} works={may(me, "read_work")} />}
      <div className="home-columns">
        <div className="home-main">
          {list && home.set_up && <CheckList home={home} done={home.set_up} />}
          <ToDo home={home} />
          <OnLine />
        </div>
        <div className="home-side">
          <Shortcuts />
          {left > 0 && <TryOut url={home.demo_url} />}
        </div>
      </div>
    </>
  );
}

function greeting(hour: number): "morning" | "afternoon" | "evening" {
  return hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

function Greeting({ home }: { home: Home }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(i18n.language, { timeZone: home.time_zone, ...options });
  const hour = Number(
    format({ hour: "2-digit", hourCycle: "h23" })
      .formatToParts(home.at)
      .find((part) => part.type === "hour")?.value,
  );
  return (
    <div className="home-greeting">
      <h2>{t(`home.hello.${greeting(hour)}`, { name: me.name })}</h2>
      <p className="t2">{format({ weekday: "long", month: "long", day: "numeric" }).format(home.at)}</p>
    </div>
  );
}
