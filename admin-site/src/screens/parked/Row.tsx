import { fullTime, shortTime } from "@parlor/design";
import type { ParkedItem } from "@parlor/protocol";
import { RotateCw, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useNow } from "../../live/index.ts";
import { useMe } from "../../shared/me.tsx";

const TAGS = { waiting: "wait", again: "", done: "good" } as const;
/** Kinds of which there is one sort. */
const ONE_SORT: ReadonlySet<string> = new Set(["report", "download"]);

interface Props {
  parked: ParkedItem;
  /** Whether this person may do anything with it. */
  acts: boolean;
  onReplay: () => void;
  onDismiss: () => void;
}

/** One thing that was given up. */
export function ParkedRow({ parked, acts, onReplay, onDismiss }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const now = useNow(30_000);
  const key = `parked.whats.${parked.what ?? ""}`;
  const known = i18n.exists(key) ? t(key as "parked.what") : parked.what;
  const what = ONE_SORT.has(parked.kind) ? "" : known;
  const name = [t(`parked.kinds.${parked.kind}`), what].filter(Boolean).join(" · ");
  const reason = t(`parked.errors.${parked.error}`);
  const given = shortTime(parked.at, now, i18n.language, { exact: true, zone: me.time_zone });
  const state = (
    <>
      <span className={`tag ${TAGS[parked.state]}`}>{t(`parked.states.${parked.state}`)}</span>
      {parked.state === "waiting" && !!parked.failed && <span className="t3 f12"> {t("parked.vain", { count: parked.failed })}</span>}
    </>
  );
  return (
    <tr data-testid="parked-row" data-kind={parked.kind} data-state={parked.state}>
      <td className="cut fill">
        <div className="medium cut">{name}</div>
        <div className="t3 f12 cut">
          <About parked={parked} />
        </div>
        <div className="phone-only parked-phone">
          {state}
          <span className="t3 f12 cut parked-reason">{reason}</span>
          <span className="t3 f12">{given}</span>
        </div>
      </td>
      <td className="cut parked-why phone-off">
        <div className="cut">{reason}</div>
        <div className="t3 f12 cut" title={parked.detail}>
          {parked.detail}
        </div>
      </td>
      <td className="right num t2 phone-off">{parked.tries}</td>
      <td className="phone-off parked-state">{state}</td>
      <td className="right t2 phone-off" title={fullTime(parked.at, me.time_zone)}>
        {given}
      </td>
      {acts && (
        <td className="right phone-end parked-acts">
          {parked.state !== "done" && (
            <button
              type="button"
              className="icon-button small"
              aria-label={t("parked.replay", { name })}
              title={t("parked.replay", { name })}
              disabled={parked.state === "again"}
              onClick={onReplay}
              data-testid="parked-replay"
            >
              <RotateCw size={16} />
            </button>
          )}
          <button
            type="button"
            className="icon-button small"
            aria-label={t("parked.letGo", { name })}
            title={t("parked.letGo", { name })}
            onClick={onDismiss}
            data-testid="parked-dismiss"
          >
            <Trash2 size={16} />
          </button>
        </td>
      )}
    </tr>
  );
}

/** Whom or what it concerns. */
function About({ parked: { about_kind: kind, about } }: { parked: ParkedItem }) {
  const { t } = useTranslation();
  if (!kind || !about) return null;
  if (kind === "address") return <>{about}</>;
  if (kind === "conversation") return <Link to={`/manage/records/${about}`}>{t("parked.abouts.conversation")}</Link>;
  return (
    <>
      {t(`parked.abouts.${kind}`)} <span className="num">{about.slice(-6)}</span>
    </>
  );
}
