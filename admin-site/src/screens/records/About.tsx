import type { ConversationView, Entry, RecordFacts } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { useDepartments } from "../../shared/departments.ts";
import { addressOf } from "../../shared/records-path.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useService } from "../../shared/service.ts";
import { campaignText, deviceText, sourceText, wholePlace } from "../../shared/visitor-info.ts";
import { WebLink } from "../../shared/WebLink.tsx";
import { HistoryTab } from "../desk/panel/HistoryTab.tsx";
import { useStyleNames } from "./useStyleNames.ts";

interface Props {
  view: ConversationView;
  facts: RecordFacts | undefined;
  entries: readonly Entry[];
  onOpen: (conversationId: string) => void;
}

/** Everybody who took part, in the order in which they came. */
function participants(entries: readonly Entry[]): string[] {
  const names = entries.flatMap((entry) =>
    entry.kind === "accepted" || entry.kind === "transferred" || entry.kind === "joined" ? [entry.agent_name] : [],
  );
  return [...new Set(names)];
}

/** What is known of a conversation besides its words: who, from where, with what, how it was sorted; and the visitor's others. */
export default function About({ view, facts, entries, onOpen }: Props) {
  const { t, i18n } = useTranslation();
  const departments = useDepartments();
  const styles = useStyleNames();
  const labels = useService()?.labels ?? [];
  const card = useQuery({
    queryKey: ["visitor-card", view.visitor_id],
    queryFn: ({ signal }) => call("get_visitor_card", { path: { visitor_id: view.visitor_id } }, signal),
  });
  const named = view.labels?.map((id) => labels.find((each) => each.label_id === id)?.name).filter(Boolean);
  const rows: [string, ReactNode][] = [
    [t("recordSearch.agents"), participants(entries).join(t("common.comma"))],
    [t("recordSearch.column.department"), departments.find((each) => each.department_id === view.department_id)?.name],
    [t("recordSearch.column.labels"), named?.join(t("common.comma"))],
    [t("recordSearch.card"), card.data?.customer && <b>{card.data.customer.name}</b>],
    [t("recordSearch.phone"), facts?.phone],
    [t("visitor.email"), facts?.email],
    [
      t("recordSearch.column.place"),
      facts && wholePlace({ ...(facts.place ? { place: facts.place } : {}), ip: facts.ip ?? "" }, i18n.language),
    ],
    [t("recordSearch.column.source"), facts?.source && sourceText(t, facts.source)],
    [t("recordSearch.campaign"), facts?.source && campaignText(facts.source)],
    [t("recordSearch.origin.referrer"), facts?.referrer && <WebLink url={facts.referrer}>{facts.referrer}</WebLink>],
    [t("records.page"), view.page_url && <WebLink url={view.page_url}>{view.page_title || view.page_url}</WebLink>],
    [t("recordSearch.column.device"), deviceText(t, facts?.device)],
    [t("recordSearch.column.style"), view.style_id && styles.get(view.style_id)],
    [t("recordSearch.rule"), view.rule],
  ];
  return (
    <div className="record-about" data-testid="record-about">
      <dl className="key-values">
        {rows
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div className="pair" key={label}>
              <dt>{label}</dt>
              <dd className="cut">{value}</dd>
            </div>
          ))}
      </dl>
      <h3>{t("recordSearch.history")}</h3>
      {card.isPending && <SkeletonRows rows={3} height={40} columns={1} />}
      {card.isError && <Failed title={t("records.notLoaded")} error={card.error} retry={() => void card.refetch()} />}
      {card.data && (
        <HistoryTab
          conversations={(card.data.conversations ?? []).filter((each) => each.conversation_id !== view.conversation_id)}
          onOpen={onOpen}
        />
      )}
      <Link
        className="f13"
        to={{ pathname: "/manage/records", search: addressOf(undefined, { visitor_ids: [view.visitor_id] }).toString() }}
      >
        {t("recordSearch.allOfVisitor")}
      </Link>
    </div>
  );
}
