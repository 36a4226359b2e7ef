import { clockTime, fullTime, waitTime } from "@parlor/design";
import type { HappeningView, PageView, VisitorView } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { Tag, Target, Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "../api/session.ts";
import { useLive, useNow } from "../live/index.ts";
import { Empty, Failed, SkeletonRows } from "./States.tsx";
import { campaignText, deviceText, pathOf, sourceText, wholePlace } from "./visitor-info.ts";
import { WebLink } from "./WebLink.tsx";

/** The pages of a visitor and what is known of them; asked again when the live view says that they moved. */
export function useTrack(visitorId: string) {
  const live = useLive((state) => state.visitors.get(visitorId));
  const query = useQuery({
    queryKey: ["track", visitorId, live?.page_count ?? 0, live?.left_at ?? 0],
    queryFn: ({ signal }) => call("get_track", { path: { visitor_id: visitorId } }, signal),
    placeholderData: (before, beforeQuery) => (beforeQuery?.queryKey[1] === visitorId ? before : undefined),
  });
  return { query, visitor: live ?? query.data?.visitor };
}

export function visitsText(t: TFunction, visitor: VisitorView): string {
  const { visits = 1 } = visitor;
  return visits > 1 ? t("visitor.visits", { count: visits }) : t("visitor.firstVisit");
}

/** Who the visitor is, as far as it is known: only what is, no empty lines. */
export function VisitorFacts({ visitor, pages }: { visitor: VisitorView; pages: readonly PageView[] }) {
  const { t, i18n } = useTranslation();
  const landing = pages[pages.length - 1];
  const device = [deviceText(t, visitor.device), visitor.screen, visitor.language].filter(Boolean).join(" · ");
  const { source } = visitor;
  return (
    <dl className="key-values">
      <dt>{t("visitor.number")}</dt>
      <dd>{visitor.visitor_number}</dd>
      {source && (
        <>
          <dt>{t("visitor.source")}</dt>
          <dd className="cut" title={visitor.referrer} data-testid="visitor-source">
            {sourceText(t, source)}
          </dd>
        </>
      )}
      {source?.campaign && (
        <>
          <dt>{t("visitor.campaign")}</dt>
          <dd className="cut" title={campaignText(source)}>
            {campaignText(source)}
          </dd>
        </>
      )}
      {landing && (
        <>
          <dt>{t("visitor.landing")}</dt>
          <dd className="cut">
            <WebLink url={landing.url}>{pathOf(landing.url)}</WebLink>
          </dd>
        </>
      )}
      {device && (
        <>
          <dt>{t("visitor.deviceLabel")}</dt>
          <dd title={visitor.user_agent} data-testid="visitor-device">
            {device}
          </dd>
        </>
      )}
      {visitor.ip && (
        <>
          <dt>{visitor.place ? t("visitor.place") : "IP"}</dt>
          <dd data-testid="visitor-place">{wholePlace(visitor, i18n.language)}</dd>
        </>
      )}
      <dt>{t("visitor.visitsLabel")}</dt>
      <dd>{visitsText(t, visitor)}</dd>
    </dl>
  );
}

const TOLD = { event: Zap, conversion: Target, tag: Tag };

/** What the site told of the visitor, in its own words. */
function Told({ kind, name, value, fields }: HappeningView) {
  const { t } = useTranslation();
  const Icon = TOLD[kind];
  const more = [value, ...Object.entries(fields ?? {}).map((pair) => pair.join(": "))].filter((each) => each !== undefined).join(" · ");
  return (
    <span className="cut told" title={[t(`visitor.told.${kind}`), name, more].filter(Boolean).join(" · ")} data-testid={`told-${kind}`}>
      <Icon size={14} aria-label={t(`visitor.told.${kind}`)} />
      {name}
      {more && <span className="t3"> {more}</span>}
    </span>
  );
}

interface TrailProps {
  pages: readonly PageView[];
  happenings?: readonly HappeningView[] | undefined;
  visitor: VisitorView | undefined;
}

/** The pages, newest first, each with how long it was looked at, and between them what the site told. */
export function Trail({ pages, happenings = [], visitor }: TrailProps) {
  const { t } = useTranslation();
  const now = useNow();
  const here = visitor && !visitor.left_at;
  const last = visitor?.left_at ?? now;
  const told = (after: number, before: number) =>
    happenings
      .filter(({ at }) => at >= after && at < before)
      .map((each) => (
        <li key={`${each.at}-${each.kind}-${each.name}`}>
          <time title={fullTime(each.at)}>{clockTime(each.at)}</time>
          <i />
          <Told {...each} />
        </li>
      ));
  return (
    <ul className="trail" data-testid="trail">
      {pages.flatMap((page, i) => {
        const current = i === 0 && here;
        const until = pages[i - 1]?.at ?? last;
        const first = i === pages.length - 1 ? 0 : page.at;
        return [
          ...told(first, pages[i - 1]?.at ?? Number.POSITIVE_INFINITY),
          <li key={`${page.at}-${page.url}`} className={current ? "now" : undefined}>
            <time title={fullTime(page.at)}>{clockTime(page.at)}</time>
            <i />
            <WebLink className="cut" url={page.url}>
              {page.title || pathOf(page.url)}
            </WebLink>
            <span className="dwell">{current ? t("visitor.looking", { time: waitTime(until - page.at) }) : waitTime(until - page.at)}</span>
          </li>,
        ];
      })}
    </ul>
  );
}

function TrackSum({ pages, from, to }: { pages: number; from: number; to: number | undefined }) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <span className="t3 f12">
      {t("visitor.trackSum", { count: pages })} · {waitTime((to ?? now) - from)}
    </span>
  );
}

/** Facts and trail with their loading, empty and error state. */
export function Track({ visitorId }: { visitorId: string }) {
  const { t } = useTranslation();
  const { query, visitor } = useTrack(visitorId);
  if (query.isPending) return <SkeletonRows rows={6} height={32} columns={2} />;
  if (query.isError) return <Failed title={t("visitor.trackFailed")} error={query.error} retry={() => void query.refetch()} />;
  const { pages, happenings } = query.data;
  const first = pages[pages.length - 1];
  return (
    <>
      {visitor && (
        <section className="panel-section">
          <VisitorFacts visitor={visitor} pages={pages} />
        </section>
      )}
      <section className="panel-section">
        <h3>
          {t("visitor.track")}
          {first && <TrackSum pages={pages.length} from={first.at} to={visitor?.left_at} />}
        </h3>
        {pages.length > 0 ? (
          <Trail pages={pages} happenings={happenings} visitor={visitor} />
        ) : (
          <Empty title={t("visitor.noTrack")} text={t("visitor.noTrackText")} />
        )}
      </section>
    </>
  );
}
