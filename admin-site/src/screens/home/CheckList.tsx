import type { Home, SetUp } from "@parlor/protocol";
import { Button } from "antd";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { useHomeSettings } from "./personal-home.ts";

const STEPS = ["code", "test", "style", "colleagues", "hours", "phrases"] as const;
type StepName = (typeof STEPS)[number];
const PLACES: Record<Exclude<StepName, "test">, string> = {
  code: "/manage/code",
  style: "/manage/style",
  colleagues: "/manage/agents?agent=new",
  hours: "/manage/hours",
  phrases: "/manage/phrases",
};

/** How many steps are left. */
export const undone = (done: SetUp) => STEPS.filter((step) => !done[step]).length;

/** What a new company has still to do. It knows by itself what is done, and goes when all is, or when somebody has enough of it. */
export function CheckList({ home, done }: { home: Home; done: SetUp }) {
  const { t } = useTranslation();
  const hide = useHomeSettings();
  const left = undone(done);
  const finished = STEPS.length - left;
  return (
    <section className="card home-list" data-testid="home-list">
      <header>
        <div className="grow">
          <h3>{t("home.left", { count: left })}</h3>
          <p className="t2 f13">{t("home.leftText")}</p>
        </div>
        <div className="home-progress">
          <div className="row f13 t2">
            <span className="grow">{t("home.done")}</span>
            {finished} / {STEPS.length}
          </div>
          <span className="bar">
            <i style={{ width: `${(finished / STEPS.length) * 100}%` }} />
          </span>
        </div>
        <Button
          size="small"
          type="text"
          loading={hide.isPending}
          onClick={() => hide.mutate({ set_up_hidden: true })}
          data-testid="home-hide"
        >
          {t("home.hide")}
        </Button>
      </header>
      {STEPS.map((step, i) => (
        <Step key={step} name={step} number={i + 1} done={done[step] === true} home={home} />
      ))}
    </section>
  );
}

function Step({ name, number, done, home }: { name: StepName; number: number; done: boolean; home: Home }) {
  const { t } = useTranslation();
  return (
    <div className="step" data-done={done || undefined} data-testid={`home-step-${name}`}>
      <span className="step-mark" role="img" aria-label={t(done ? "home.stepDone" : "home.stepOpen")}>
        {done ? <Check size={16} /> : number}
      </span>
      <div className="grow">
        <h4>{t(`home.step.${name}.title`)}</h4>
        {!done && <p className="t2 f13">{t(`home.step.${name}.text`)}</p>}
      </div>
      {!done && <Way name={name} home={home} />}
      {name === "code" && <SnippetBox home={home} done={done} />}
    </div>
  );
}

function Way({ name, home }: { name: StepName; home: Home }): ReactNode {
  const { t } = useTranslation();
  if (name === "test") {
    return (
      <Button href={home.demo_url} target="_blank" size="small">
        {t("home.step.test.go")}
      </Button>
    );
  }
  return (
    <Link to={PLACES[name]} className="home-way" data-testid={name === "colleagues" ? "home-invite" : undefined}>
      {t(`home.step.${name}.go`)}
    </Link>
  );
}

function SnippetBox({ home, done }: { home: Home; done: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="step-body">
      <CopyBox text={home.snippet} testId="snippet" />
      {!done && (
        <p className="banner home-waiting" role="status">
          <span className="grow">{t("home.waitingFirst")}</span>
          <Link to="/manage/code" data-testid="home-check">
            {t("home.check")}
          </Link>
        </p>
      )}
    </div>
  );
}
