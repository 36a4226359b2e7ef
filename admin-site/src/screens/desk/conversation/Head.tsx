import { fullTime, shortTime, waitTime } from "@parlor/design";
import type { ConversationView } from "@parlor/protocol";
import { Button, Dropdown } from "antd";
import {
  AlarmClock,
  ArrowRightLeft,
  Ban,
  ChevronLeft,
  CircleX,
  Clock3,
  Ellipsis,
  Globe,
  ListChecks,
  PanelRight,
  Search,
  Tag,
  UserPlus,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLive, useNow } from "../../../live/index.ts";
import { isAsleep, visitorLabel } from "../../../live/select.ts";
import { Avatar } from "../../../shared/Avatar.tsx";
import { may, useMe } from "../../../shared/me.tsx";
import { useSwitches } from "../../../shared/service.ts";
import { visitsText } from "../../../shared/Track.tsx";
import { WebLink } from "../../../shared/WebLink.tsx";
import { LabelTag, PrioritySign, useLabelsOf } from "../organize/Labels.tsx";
import { asOneMenu, useOrganizeItems, useOrganizeOne } from "../organize/useOrganize.tsx";
import { LeaveButton, Together, useTeamItems } from "./Team.tsx";

const BlockVisitorDialog = lazy(() => import("../../blocking/BlockVisitorDialog.tsx"));

interface Props {
  view: ConversationView;
  /** We have it. */
  own: boolean;
  /** We have it or have joined it. */
  part: boolean;
  onInvite: () => void;
  onPanel: () => void;
  onTransfer: () => void;
  onEnd: () => void;
  onSearch: () => void;
  onWrapUp: () => void;
}

export function Head({ view, own, part, onInvite, onPanel, onTransfer, onEnd, onSearch, onWrapUp }: Props) {
  const { t } = useTranslation();
  const { wrap_up: wrapUpWanted } = useSwitches();
  const labels = useLabelsOf(view);
  const organize = useOrganizeOne(view);
  const items = useOrganizeItems([view], organize);
  const [blocking, setBlocking] = useState(false);
  const me = useMe();
  const block = { key: "block", icon: <Ban size={16} />, label: t("blocks.blockMore"), onClick: () => setBlocking(true) };
  const team = useTeamItems(view, own, onInvite);
  const marks = part ? [...asOneMenu(items, t), { type: "divider" as const }, ...(may(me, "block") ? [block] : [])] : [];
  const visitor = useLive((state) => state.visitors.get(view.visitor_id));
  const gone = view.visitor_present === false;
  const name = visitorLabel(view);
  const page =
    visitor && !visitor.left_at ? { url: visitor.page_url, title: visitor.page_title } : { url: view.page_url, title: view.page_title };
  return (
    <header className="conversation-head">
      <Link to="/desk" className="icon-button narrow-only" aria-label={t("common.back")} data-testid="back">
        <ChevronLeft size={20} />
      </Link>
      <Avatar
        id={view.visitor_id}
        name={name}
        size={40}
        gone={gone}
        {...(view.state === "closed" ? {} : { dot: gone ? "offline" : "online" })}
      />
      <div className="grow">
        <div className="row">
          <h2 className="cut">{name}</h2>
          <PrioritySign view={view} />
          <span className="conversation-tags wide-only">
            {labels.map((label) => (
              <LabelTag key={label.label_id} label={label} />
            ))}
            {view.visitor_name && <span className="tag">{view.visitor_number}</span>}
            {visitor && <span className="tag">{visitsText(t, visitor)}</span>}
            {view.rule && (
              <span className="tag accent" title={t("desk.cameOf", { name: view.rule })} data-testid="rule-tag">
                {view.rule}
              </span>
            )}
          </span>
        </div>
        <div className="conversation-meta">
          {gone && view.state !== "closed" && <span>{t("desk.left")}</span>}
          {part && <Snoozed view={view} />}
          <Duration view={view} />
          <Together view={view} />
          {page.url && (
            <span className="grow wide-only">
              <Globe size={14} aria-hidden />
              <WebLink className="cut" url={page.url}>
                {page.title || page.url}
              </WebLink>
            </span>
          )}
        </div>
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={t("search.open")}
        title={t("search.open")}
        onClick={onSearch}
        data-testid="search-open"
      >
        <Search size={18} />
      </button>
      {part && (
        <div className="conversation-acts wide-only">
          <Dropdown autoFocus trigger={["click"]} destroyOnHidden menu={{ items: marks }}>
            <Button
              type="text"
              size="small"
              icon={<Tag size={16} />}
              aria-label={t("organize.button")}
              title={t("organize.button")}
              data-testid="organize"
            >
              {t("organize.button")}
            </Button>
          </Dropdown>
          {own && (
            <Button
              type="text"
              size="small"
              icon={<ArrowRightLeft size={16} />}
              onClick={onTransfer}
              disabled={view.transfer !== undefined || !may(me, "transfer")}
              aria-label={t("desk.transfer")}
              title={t("desk.transfer")}
              data-testid="transfer"
            >
              {t("desk.transfer")}
            </Button>
          )}
          {own && (
            <Dropdown autoFocus trigger={["click"]} destroyOnHidden menu={{ items: team }} disabled={!view.members?.length}>
              <Button
                type="text"
                size="small"
                icon={<UserPlus size={16} />}
                onClick={view.members?.length ? undefined : onInvite}
                disabled={view.transfer !== undefined && !view.members?.length}
                aria-label={t("team.colleague")}
                title={t("team.title")}
                data-testid="team"
              >
                {t("team.colleague")}
              </Button>
            </Dropdown>
          )}
          {own ? (
            <Button danger size="small" icon={<CircleX size={16} />} onClick={onEnd} data-testid="end">
              {t("desk.end")}
            </Button>
          ) : (
            <LeaveButton view={view} />
          )}
        </div>
      )}
      <button type="button" className="icon-button panel-toggle" aria-label={t("desk.panel")} onClick={onPanel} data-testid="panel-toggle">
        <PanelRight size={18} />
      </button>
      {part && (
        <Dropdown
          autoFocus
          trigger={["click"]}
          destroyOnHidden
          menu={{
            items: [
              ...marks,
              ...(own && may(me, "transfer")
                ? [{ key: "transfer", icon: <ArrowRightLeft size={16} />, label: t("desk.transfer"), onClick: onTransfer }]
                : []),
              ...team,
              ...(own && wrapUpWanted
                ? [{ key: "wrap-up", icon: <ListChecks size={16} />, label: t("wrapUp.now"), onClick: onWrapUp }]
                : []),
              ...(own ? [{ key: "end", danger: true, icon: <CircleX size={16} />, label: t("desk.end"), onClick: onEnd }] : []),
            ],
          }}
        >
          <button type="button" className="icon-button narrow-only" aria-label={t("common.more")}>
            <Ellipsis size={20} />
          </button>
        </Dropdown>
      )}
      {items.dialog}
      {blocking && (
        <Suspense>
          <BlockVisitorDialog visitorId={view.visitor_id} name={name} onClose={() => setBlocking(false)} />
        </Suspense>
      )}
    </header>
  );
}

/** Until when a conversation is put off. */
function Snoozed({ view }: { view: ConversationView }) {
  const { t, i18n } = useTranslation();
  const now = useNow(5_000);
  if (view.snoozed_until === undefined || !isAsleep(view, now)) return null;
  return (
    <span className="is-wait" title={fullTime(view.snoozed_until)} data-testid="snoozed-until">
      <AlarmClock size={14} aria-hidden />
      {t("snooze.until", { time: shortTime(view.snoozed_until, now, i18n.language, { exact: true }) })}
    </span>
  );
}

function Duration({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const now = useNow();
  const end = view.closed_at ?? now;
  return (
    <span title={t("desk.duration")}>
      <Clock3 size={14} aria-hidden />
      <span className="sr">{t("desk.duration")} </span>
      {waitTime(end - (view.accepted_at ?? view.opened_at))}
    </span>
  );
}
