import type { InstallationCheck, StyleSummary as Style } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { CircleAlert, CircleCheck, CircleX, ExternalLink, Globe } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Field } from "../../shared/Field.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { Empty, Failed, SkeletonRows } from "../../shared/States.tsx";
import { installationQuery } from "./installation.ts";
import { checkAddress } from "./snippet.ts";
import { useMoment } from "./useMoment.ts";

/** After the page was opened from here, its visit is looked for so often, and so long. */
const LOOK_EVERY_MS = 2_500;
const LOOK_FOR_MS = 90_000;

/** 装好了吗: answered by the visits that were seen; nobody fetches the page. */
export function InstallCheck({ style }: { style: Style }) {
  const { t } = useTranslation();
  const [entered, setEntered] = useState("");
  const [asked, setAsked] = useState("");
  const [wrong, setWrong] = useState(false);
  /** When the page was opened from here. */
  const [openedAt, setOpenedAt] = useState<number>();
  const places = useQuery({ ...installationQuery(style.style_id, ""), refetchInterval: 30_000 });
  const check = useQuery({
    ...installationQuery(style.style_id, asked),
    enabled: asked !== "",
    refetchInterval: openedAt === undefined ? false : LOOK_EVERY_MS,
  });
  const found = asked ? check.data : undefined;
  const seen = found?.finding === "page" && (found.seen_at ?? 0) >= (openedAt ?? 0) - 60_000;

  useEffect(() => {
    if (openedAt === undefined) return;
    if (seen) {
      setOpenedAt(undefined);
      return;
    }
    const timer = setTimeout(() => setOpenedAt(undefined), LOOK_FOR_MS);
    return () => clearTimeout(timer);
  }, [openedAt, seen]);

  const ask = (): string | undefined => {
    const address = checkAddress(entered);
    setWrong(address === undefined);
    if (address === undefined) return undefined;
    setAsked(entered.trim());
    return address;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setOpenedAt(undefined);
    if (ask() && entered.trim() === asked) void check.refetch();
  };
  const open = () => {
    const address = ask();
    if (!address) return;
    window.open(address, "_blank", "noopener");
    setOpenedAt(Date.now());
  };

  return (
    <aside className="code-side">
      <section className="card code-card">
        <h2>{t("code.check.title")}</h2>
        <p className="t2 f13">{t("code.check.text")}</p>
        <form onSubmit={submit} className="code-check">
          <Field label={t("code.check.page")} error={wrong ? t("code.check.wrong") : undefined}>
            {({ id, status, ...described }) => (
              <Input
                id={id}
                status={status}
                {...described}
                value={entered}
                onChange={(event) => {
                  setEntered(event.target.value);
                  setWrong(false);
                }}
                maxLength={1_000}
                inputMode="url"
                placeholder="shop.example/contact"
                data-testid="check-url"
              />
            )}
          </Field>
          <div className="row code-acts">
            <Button type="primary" htmlType="submit" loading={check.isFetching && openedAt === undefined} data-testid="check-run">
              {t("code.check.run")}
            </Button>
            <Button onClick={open} icon={<ExternalLink size={16} />} data-testid="check-open">
              {t("code.check.open")}
            </Button>
          </div>
        </form>
        <div aria-live="polite">
          {asked && check.isError && <p className="banner bad">{problemText(t, check.error)}</p>}
          {found && <Finding found={found} looking={openedAt !== undefined} />}
        </div>
      </section>
      <section className="card code-card">
        <h2>{t("code.sites")}</h2>
        {places.isPending && <SkeletonRows rows={2} height={40} columns={1} />}
        {places.isError && <Failed title={t("settings.notLoaded")} error={places.error} retry={() => void places.refetch()} />}
        {places.data && <Sites sites={places.data.sites} />}
      </section>
    </aside>
  );
}

const ICONS = { page: CircleCheck, site: CircleAlert, never: CircleX };
const TONES = { page: "good", site: "wait", never: "bad" };

function Finding({ found, looking }: { found: InstallationCheck; looking: boolean }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const finding = found.finding ?? "never";
  const Icon = ICONS[finding];
  const place = `${found.host}${found.path ?? ""}`;
  return (
    <div className={`code-finding ${TONES[finding]}`} data-testid="finding" data-finding={finding}>
      <div className="row">
        <Icon size={18} aria-hidden />
        <strong className="grow">{t(finding === "page" ? "code.check.seen" : `code.check.${finding}`)}</strong>
      </div>
      <p className="f13 code-place">{place}</p>
      {found.seen_at !== undefined && <p className="f13">{t("code.check.seenAt", { time: moment(found.seen_at) })}</p>}
      {looking && <p className="f13">{t("code.check.looking")}</p>}
      {!looking && finding === "site" && <p className="f13">{t("code.check.siteText")}</p>}
      {found.not_shown && <p className="f13">{t("code.check.notShown")}</p>}
      {finding !== "page" && found.other_style_id && (
        <p className="f13">
          <Link to={`/manage/code/${found.other_style_id}`}>{t("code.check.other")}</Link>
        </p>
      )}
      {!looking && finding === "never" && (
        <ol className="code-steps f13">
          {t("code.check.todo")
            .split("\n")
            .map((line) => (
              <li key={line}>{line}</li>
            ))}
        </ol>
      )}
    </div>
  );
}

function Sites({ sites }: Pick<InstallationCheck, "sites">) {
  const { t } = useTranslation();
  const moment = useMoment();
  if (sites.length === 0) return <Empty icon={Globe} title={t("code.noSites")} text={t("code.noSitesText")} />;
  return (
    <ul className="code-sites">
      {sites.map((site) => (
        <li key={site.host} data-testid="seen-site">
          <div className="row">
            <span className="grow cut medium" title={site.host}>
              {site.host}
            </span>
            <time className="t3 f12">{moment(site.seen_at)}</time>
          </div>
          {site.pages.map((page) => (
            <div key={page.path} className="row f12 t2">
              <span className="grow cut" title={page.path}>
                {page.path}
              </span>
              <time className="t3">{moment(page.seen_at)}</time>
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
