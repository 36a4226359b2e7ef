import type { Home } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Check, ChevronRight, ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { formatCount } from "../analysis/series.ts";
import { manageItems } from "../shell/navigation.ts";
import "./home.css";

/** While something is still to do, the list looks again by itself. */
const LOOK_AGAIN_MS = 5_000;
const STEPS = 6;

const undone = (home: Home) => !home.widget_seen_at || !home.tried;

/** 管理首页: what is still to do for a new company, and today's figures. */
export function HomeScreen() {
  const { t } = useTranslation();
  useTitle(t("manage.home"));
  const me = useMe();
  const home = useQuery({
    queryKey: ["home"],
    queryFn: ({ signal }) => call("get_home", {}, signal),
    refetchInterval: (query) => (query.state.data && undone(query.state.data) ? LOOK_AGAIN_MS : 60_000),
  });
  return (
    <main className="page">
      <header className="page-head">
        <h1>{t("manage.home")}</h1>
      </header>
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
        {home.data && (
          <>
            <CheckList home={home.data} />
            <div className="home-side">
              <Today home={home.data} />
              <Entries admin={may(me, "keep_settings")} />
              <section className="card home-card">
                <h2>{t("home.tryTitle")}</h2>
                <p className="t2 f13">{t("home.tryText")}</p>
                <Button block href={home.data.demo_url} target="_blank" icon={<ExternalLink size={16} />} data-testid="open-demo">
                  {t("home.try")}
                </Button>
              </section>
            </div>
          </>
        )}
      </div>
    </main>
  );
}

function greeting(hour: number): "morning" | "afternoon" | "evening" {
  return hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

function CheckList({ home }: { home: Home }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const admin = may(me, "keep_settings");
  const company = useQuery({ queryKey: ["company"], queryFn: ({ signal }) => call("get_company", {}, signal) });
  const styles = useQuery({ queryKey: ["styles"], queryFn: ({ signal }) => call("list_styles", {}, signal) });
  const done = 3 + Number(home.widget_seen_at !== undefined) + Number(home.tried === true) + Number((home.colleagues ?? 0) > 0);
  const hello = t(`home.hello.${greeting(new Date().getHours())}`, { name: me.name });
  return (
    <section className="card home-list">
      <header>
        <div className="grow">
          <h2>
            {hello}
            {done < STEPS ? t("home.left", { count: STEPS - done }) : t("home.ready")}
          </h2>
          <p className="t2">{t(done < STEPS ? "home.leftText" : "home.readyText")}</p>
        </div>
        <div className="home-progress">
          <div className="row f13 t2">
            <span className="grow">{t("home.done")}</span>
            {done} / {STEPS}
          </div>
          <span className="bar">
            <i style={{ width: `${(done / STEPS) * 100}%` }} />
          </span>
        </div>
      </header>
      <Step done title={t("home.email")} end={<span className="t2 f13 cut">{me.email}</span>} />
      <Step
        done
        title={t("home.company")}
        end={admin ? <Link to="/manage/company">{company.data?.company ?? me.company}</Link> : <span className="t2">{me.company}</span>}
      />
      <Step
        done
        title={t("home.style")}
        end={admin && <Link to="/manage/style">{t("home.openStyle", { name: styles.data?.styles[0]?.name ?? "" })}</Link>}
      />
      <Step
        number={4}
        done={home.widget_seen_at !== undefined}
        title={t("home.snippet")}
        text={t("home.snippetText")}
        end={<Link to="/manage/code">{t("home.otherWays")}</Link>}
      >
        <CopyBox text={home.snippet} testId="snippet" />
        {home.widget_seen_at === undefined && (
          <p className="banner home-waiting" role="status">
            <span className="grow">{t("home.waitingFirst")}</span>
            <Link to="/manage/code" data-testid="home-check">
              {t("home.check")}
            </Link>
          </p>
        )}
      </Step>
      <Step
        number={5}
        done={home.tried === true}
        title={t("home.tryIt")}
        text={t("home.tryItText")}
        end={
          <Button href={home.demo_url} target="_blank" size="small">
            {t("home.try")}
          </Button>
        }
      />
      <Step
        number={6}
        done={(home.colleagues ?? 0) > 0}
        title={t("home.colleague")}
        text={t("home.colleagueText")}
        end={
          admin && (
            <Button size="small" onClick={() => void navigate("/manage/agents?agent=new")} data-testid="home-invite">
              {t("people.invite")}
            </Button>
          )
        }
      />
    </section>
  );
}

interface StepProps {
  number?: number;
  done: boolean;
  title: string;
  text?: string;
  end?: ReactNode;
  children?: ReactNode;
}

function Step({ number, done, title, text, end, children }: StepProps) {
  const { t } = useTranslation();
  return (
    <div className="step" data-done={done || undefined}>
      <span className="step-mark" role="img" aria-label={t(done ? "home.stepDone" : "home.stepOpen")}>
        {done ? <Check size={16} /> : number}
      </span>
      <div className="grow">
        <h3>{title}</h3>
        {text && <p className="t2 f13">{text}</p>}
      </div>
      {end}
      {children && <div className="step-body">{children}</div>}
    </div>
  );
}

function Today({ home }: { home: Home }) {
  const { t } = useTranslation();
  const figures = [
    [t("home.visitors"), home.visitors_today],
    [t("home.conversations"), home.conversations_today],
    [t("home.leftMessages"), home.left_messages_today],
    [t("home.agents"), home.agents_online],
  ] as const;
  return (
    <section className="card home-card">
      <h2>{t("common.today")}</h2>
      <dl className="today">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatCount(value ?? 0)}</dd>
          </div>
        ))}
      </dl>
      {home.widget_seen_at === undefined && <p className="t2 f12">{t("home.figuresSoon")}</p>}
    </section>
  );
}

function Entries({ admin }: { admin: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const wanted = admin ? ["style", "departments", "agents", "leftMessages"] : ["leftMessages", "records", "consultations"];
  return (
    <section className="card home-card">
      <h2>{t("home.entries")}</h2>
      <ul className="entries">
        {manageItems(me)
          .filter((item) => wanted.includes(item.label))
          .map((item) => (
            <li key={item.path}>
              <Link to={item.path}>
                <item.icon size={16} aria-hidden />
                <span className="grow">{t(`manage.${item.label}`)}</span>
                <ChevronRight size={16} aria-hidden />
              </Link>
            </li>
          ))}
      </ul>
    </section>
  );
}
