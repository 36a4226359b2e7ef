import { fullTime, shortTime } from "@parlor/design";
import type { ConversationView, Priority } from "@parlor/protocol";
import type { MenuProps } from "antd";
import { AlarmClock, AlarmClockOff, Check, Flag, Minus, Tag } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { live } from "../../../live/index.ts";
import type { OrganizeChange } from "../../../live/session.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { useService } from "../../../shared/service.ts";
import { toast } from "../../../shared/toast.tsx";
import { labelState, withLabel } from "./bulk.ts";
import { snoozesAt } from "./snooze.ts";

const SnoozeDialog = lazy(() => import("./SnoozeDialog.tsx"));
const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];

type Items = NonNullable<MenuProps["items"]>;
/** Carries a change out, for one conversation or many. */
export type Organize = (change: (view: ConversationView) => OrganizeChange) => void;

/** One conversation: what fails is told in passing. */
export function useOrganizeOne(view: ConversationView): Organize {
  const { t } = useTranslation();
  return (change) => {
    live()
      .organize(view.conversation_id, change(view))
      .catch((error: unknown) => toast({ tone: "bad", text: problemText(t, error) }));
  };
}

export interface OrganizeItems {
  labels: Items;
  priority: Items;
  snooze: Items;
  /** To be drawn somewhere: the dialog that the snooze menu may open. */
  dialog: ReactNode;
}

/** The entries of menus that put labels on conversations, rank them and put them off. */
export function useOrganizeItems(views: readonly ConversationView[], organize: Organize): OrganizeItems {
  const { t, i18n } = useTranslation();
  const known = useService()?.labels ?? [];
  const [choosing, setChoosing] = useState(false);
  const now = new Date(live().now());
  const priority = views.every((view) => (view.priority ?? "normal") === (views[0]?.priority ?? "normal"))
    ? (views[0]?.priority ?? "normal")
    : undefined;
  const time = (at: number) => shortTime(at, now.getTime(), i18n.language, { exact: true });
  const anyAsleep = views.some((view) => view.snoozed_until !== undefined);

  const labels: Items =
    known.length === 0
      ? [{ key: "no-labels", disabled: true, label: t("organize.noLabels") }]
      : known.map((label) => {
          const state = labelState(views, label.label_id);
          return {
            key: label.label_id,
            icon: state === "all" ? <Check size={16} /> : state === "some" ? <Minus size={16} /> : <i className="menu-none" />,
            label: (
              <span className={`label-item rich-${label.color ?? "gray"}`} data-testid="label-choice">
                <i aria-hidden />
                <span className="t1">{label.name}</span>
              </span>
            ),
            onClick: () => organize((view) => ({ labels: withLabel(view, label.label_id, state !== "all", known) })),
          };
        });
  return {
    labels,
    priority: PRIORITIES.map((each) => ({
      key: `priority-${each}`,
      icon: priority === each ? <Check size={16} /> : <i className="menu-none" />,
      label: <span data-testid={`priority-${each}`}>{t(`priority.${each}`)}</span>,
      onClick: () => organize(() => ({ priority: each })),
    })),
    snooze: [
      ...snoozesAt(now).map(({ snooze: each, until }) => {
        return {
          key: `snooze-${each}`,
          label: (
            <span className="menu-two" data-testid={`snooze-${each}`}>
              {t(`snooze.${each}`)} <span title={fullTime(until)}>{time(until)}</span>
            </span>
          ),
          onClick: () => organize(() => ({ snoozed_until: until })),
        };
      }),
      { key: "snooze-date", label: <span data-testid="snooze-date">{t("snooze.date")}</span>, onClick: () => setChoosing(true) },
      ...(anyAsleep
        ? [
            { type: "divider" as const },
            {
              key: "wake",
              icon: <AlarmClockOff size={16} />,
              label: <span data-testid="wake">{t("snooze.wake")}</span>,
              onClick: () => organize(() => ({ snoozed_until: null })),
            },
          ]
        : []),
    ],
    dialog: choosing ? (
      <Suspense fallback={null}>
        <SnoozeDialog onClose={() => setChoosing(false)} onUntil={(until) => organize(() => ({ snoozed_until: until }))} />
      </Suspense>
    ) : null,
  };
}

/** All three in one menu. */
export function asOneMenu(items: OrganizeItems, t: (key: "organize.labels" | "priority.label" | "snooze.label") => string): Items {
  return [
    { key: "labels", icon: <Tag size={16} />, label: t("organize.labels"), children: items.labels },
    { key: "priority", icon: <Flag size={16} />, label: t("priority.label"), children: items.priority },
    { key: "snooze", icon: <AlarmClock size={16} />, label: t("snooze.label"), children: items.snooze },
  ];
}
