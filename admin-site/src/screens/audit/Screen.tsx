import { fullTime, shortTime } from "@parlor/design";
import type { AuditEntry } from "@parlor/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { ScrollText } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { AgentPicker } from "../../shared/AgentPicker.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { PeriodPicker } from "../../shared/PeriodPicker.tsx";
import { quickPeriod } from "../../shared/periods.ts";
import { askedPeriod } from "../../shared/records-path.ts";
import { Empty } from "../../shared/States.tsx";
import { Steps } from "../../shared/Steps.tsx";
import { useSearch } from "../../shared/useSearch.ts";
import { ExportToFile } from "../downloads/ExportToFile.tsx";
import { changesOf } from "./changes.ts";
import { deviceOf } from "./device.ts";
import { EntryDrawer } from "./EntryDrawer.tsx";
import { type AuditWords, useAuditWords } from "./words.ts";
import "../../shared/side-drawer.css";
import "./audit.css";

const KINDS = [
  "sign_in",
  "refused",
  "agent",
  "department",
  "role",
  "conversation",
  "left_message",
  "customer",
  "company",
  "style",
  "service",
  "block",
  "phrase",
  "link",
  "file",
  "report",
  "report_schedule",
  "download",
] as const;
const SIGN_IN = "sign_in";
/** Changes that a row shows; the drawer has all. */
const SHOWN = 2;

const placeOf = (entry: AuditEntry) => entry.entry_id + entry.at;

/** 审计日志: who changed what, and what was refused to whom. */
export function AuditScreen() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const [asked, setAsked] = useSearch();
  const period = askedPeriod(asked) ?? quickPeriod("week", Date.now(), me.time_zone);
  const kind = KINDS.find((each) => each === asked.get("kind"));
  const agentId = asked.get("agent") ?? undefined;
  const aboutId = asked.get("about") ?? undefined;
  const change = (next: Record<string, string | undefined>) =>
    setAsked((before) => {
      const said = { ...Object.fromEntries(before), ...next };
      return Object.fromEntries(Object.entries(said).filter((each): each is [string, string] => Boolean(each[1])));
    });
  const [open, setOpen] = useState<AuditEntry>();
  const list = useInfiniteQuery({
    queryKey: ["audit", period, kind, agentId, aboutId],
    queryFn: ({ pageParam, signal }) =>
      call(
        "list_audit",
        {
          query: {
            ...period,
            ...(kind ? { kind } : {}),
            ...(agentId ? { agent_id: agentId } : {}),
            ...(aboutId ? { about_id: aboutId } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
  });
  const rows = list.data?.pages.flatMap((page) => page.entries) ?? [];
  const filtered = kind !== undefined || agentId !== undefined || aboutId !== undefined;
  const words = useAuditWords();
  const now = Date.now();

  return (
    <main className="page list-page">
      <PageHead title={t("manage.audit")}>
        <ExportToFile
          wanted={{ kind: "audit", first: period.from, last: period.to, about: kind ?? "", ...(agentId ? { agent_id: agentId } : {}) }}
        />
      </PageHead>
      <div className="list-main page-fill">
        <div className="list-filters">
          <PeriodPicker period={period} onChange={(days) => change({ ...days })} />
          <Select
            className="records-agent"
            allowClear
            placeholder={t("audit.allKinds")}
            aria-label={t("audit.about")}
            value={kind ?? null}
            onChange={(next: (typeof KINDS)[number] | null) => change({ kind: next ?? undefined, about: undefined })}
            options={KINDS.map((each) => ({ value: each, label: t(`audit.kind.${each}`) }))}
            data-testid="audit-kind"
          />
          <AgentPicker
            allowClear
            label={t("audit.who")}
            placeholder={t("audit.everybody")}
            value={agentId}
            onChange={(id) => change({ agent: id })}
          />
          {aboutId && <ClearFilters onClear={() => change({ about: undefined })} />}
        </div>
        <ListBody
          query={list}
          count={rows.length}
          notLoaded={t("audit.notLoaded")}
          skeleton={{ rows: 10, columns: 4 }}
          empty={
            <Empty icon={ScrollText} title={t(filtered ? "audit.noMatch" : "audit.none")} text={t("audit.noneText")}>
              {filtered && <ClearFilters onClear={() => change({ kind: undefined, agent: undefined, about: undefined })} />}
            </Empty>
          }
        >
          <table className="plain one-line">
            <thead>
              <tr>
                <th>{t("audit.action.label")}</th>
                <th>{t("audit.who")}</th>
                <th>{t("audit.about")}</th>
                <th>{t("audit.changes")}</th>
                <th className="right">{t("audit.at")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((entry) => (
                <tr
                  key={entry.entry_id + entry.at}
                  data-opens
                  className={entry === open ? "chosen" : undefined}
                  onClick={() => setOpen(entry)}
                  data-testid="audit-row"
                  data-action={entry.action}
                  data-outcome={entry.outcome ?? "done"}
                >
                  <td>
                    <button type="button" className="row-link">
                      <span className="row">
                        {words.action(entry.action)}
                        {entry.outcome === "refused" && <span className="tag late">{t("audit.refused")}</span>}
                      </span>
                    </button>
                  </td>
                  <td className="phone-wide">
                    {entry.agent_name}
                    <span className="phone-only"> {entry.about_name && `· ${entry.about_name}`}</span>
                  </td>
                  <td className="cut phone-off" style={{ maxWidth: 220 }}>
                    {entry.about_kind && <span className="t3">{words.kind(entry.about_kind)} </span>}
                    {entry.about_name}
                  </td>
                  <td className="cut t2 fill phone-off">
                    <Summary entry={entry} words={words} />
                  </td>
                  <td className="right t2 phone-end" title={fullTime(entry.at, me.time_zone)}>
                    {shortTime(entry.at, now, i18n.language, { exact: true, zone: me.time_zone })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
      {open && (
        <EntryDrawer
          key={open.entry_id + open.at}
          entry={open}
          acts={
            <Steps
              ids={rows.map(placeOf)}
              current={placeOf(open)}
              onGo={(place) => setOpen(rows.find((each) => placeOf(each) === place))}
            />
          }
          onAll={() => change({ kind: open.about_kind, about: open.about_id, agent: undefined })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </main>
  );
}

/** The first changes in a line. */
function Summary({ entry, words }: { entry: AuditEntry; words: AuditWords }) {
  const { t } = useTranslation();
  const { field, value, right } = words;
  if (entry.outcome === "refused" && entry.action === SIGN_IN) return <>{t("audit.wrongPassword")}</>;
  if (entry.outcome === "refused") return <>{t("audit.missing", { right: right(entry.right ?? "") })}</>;
  if (entry.action === SIGN_IN) return <>{[entry.address, deviceOf(String(entry.after?.device ?? ""))].filter(Boolean).join(" · ")}</>;
  if (!entry.before || !entry.after) return null;
  const changes = changesOf(entry.before, entry.after);
  const said = changes.slice(0, SHOWN).map(({ path, before, after }) => `${field(path)}: ${value(before)} → ${value(after)}`);
  return (
    <>
      {said.join(t("common.semicolon"))}
      {changes.length > SHOWN && t("audit.more", { count: changes.length - SHOWN })}
    </>
  );
}
