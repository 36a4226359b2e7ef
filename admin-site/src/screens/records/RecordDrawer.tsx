import { fullTime, waitTime } from "@parlor/design";
import type { ConversationView, Entry, RecordFacts } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { ListChecks } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { live } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import type { WrapUpChange } from "../../live/session.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { useMe } from "../../shared/me.tsx";
import { Score } from "../../shared/Score.tsx";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useSwitches } from "../../shared/service.ts";
import { Log } from "../desk/Log.tsx";

const WrapUpDialog = lazy(() => import("../desk/conversation/WrapUpDialog.tsx"));
const About = lazy(() => import("./About.tsx"));

interface Whole {
  conversation: ConversationView;
  facts: RecordFacts | undefined;
  entries: Entry[];
}

/** Reads page after page: a log may be longer than one answer. */
async function wholeLog(conversationId: string, signal: AbortSignal): Promise<Whole> {
  const entries: Entry[] = [];
  let facts: RecordFacts | undefined;
  for (;;) {
    const page = await call(
      "get_conversation_log",
      { path: { conversation_id: conversationId }, query: { after: String(entries[entries.length - 1]?.seq ?? 0) } },
      signal,
    );
    facts ??= page.facts;
    entries.push(...page.entries);
    const seq = entries[entries.length - 1]?.seq ?? 0;
    if (page.entries.length === 0 || seq >= page.last_seq) return { conversation: page.conversation, facts, entries };
  }
}

interface Props {
  conversationId: string;
  onClose: () => void;
  /** To another conversation of the same visitor; absent: there is no way there. */
  onOpen?: (conversationId: string) => void;
  /** Buttons beside the title. */
  acts?: ReactNode;
  /** What was searched for, marked in the log. */
  words?: string;
}

/** A conversation to read from its beginning, beside what it belongs to. Its wrap-up can be given or changed. */
export default function RecordDrawer({ conversationId, onClose, onOpen, acts, words = "" }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const switches = useSwitches();
  const [wrapping, setWrapping] = useState(false);
  const [part, setPart] = useState<"log" | "about">("log");
  const log = useQuery({ queryKey: ["conversation-log", conversationId], queryFn: ({ signal }) => wholeLog(conversationId, signal) });
  const view = log.data?.conversation;
  const save = async (change: WrapUpChange) => {
    const before = view?.wrap_up;
    const same = before?.topic_id === change.topic_id && before?.value === change.value && (before?.note ?? "") === change.note;
    if (before && same) return;
    await live().wrapUp(conversationId, change);
    await Promise.all(
      [["conversation-log", conversationId], ["conversations"], ["visitor-card"]].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  };
  return (
    <SideDrawer
      label={t("records.conversation")}
      width={560}
      onClose={onClose}
      testId="record"
      acts={acts}
      title={
        view && (
          <div className="row">
            <Avatar id={view.visitor_id} name={visitorLabel(view)} />
            <div className="grow">
              <div className="row">
                <h2 className="cut">{visitorLabel(view)}</h2>
                {view.visitor_name && <span className="tag">{view.visitor_number}</span>}
                <Score score={view.score} />
              </div>
              <div className="f12 t2 cut">
                {[
                  fullTime(view.opened_at, me.time_zone),
                  view.agent_name,
                  waitTime((view.closed_at ?? view.last_at) - view.opened_at),
                  t("records.count", { count: view.message_count ?? 0 }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </div>
            </div>
          </div>
        )
      }
      footer={view?.state === "closed" && switches.wrap_up && <WrapUpLine view={view} onWrapUp={() => setWrapping(true)} />}
    >
      {log.isPending && <SkeletonRows rows={6} height={56} columns={1} />}
      {log.isError && <Failed title={t("records.notLoaded")} error={log.error} retry={() => void log.refetch()} />}
      {log.data && onOpen && (
        <div className="record-parts">
          <Segmented
            size="small"
            value={part}
            onChange={setPart}
            options={[
              { value: "log" as const, label: t("records.conversation") },
              { value: "about" as const, label: t("records.about") },
            ]}
            data-testid="record-part"
          />
        </div>
      )}
      {log.data && part === "log" && <Log view={log.data.conversation} entries={log.data.entries} fromStart words={words} />}
      {log.data && part === "about" && onOpen && (
        <Suspense fallback={<SkeletonRows rows={6} height={24} columns={1} />}>
          <About view={log.data.conversation} facts={log.data.facts} entries={log.data.entries} onOpen={onOpen} />
        </Suspense>
      )}
      {wrapping && view && (
        <Suspense fallback={null}>
          <WrapUpDialog views={[view]} onSave={save} onClose={() => setWrapping(false)} />
        </Suspense>
      )}
    </SideDrawer>
  );
}

function WrapUpLine({ view, onWrapUp }: { view: ConversationView; onWrapUp: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { wrap_up: wrapUp } = view;
  const able = view.agent_id === me.agent_id || me.rights.includes("wrap_up_others");
  return (
    <>
      <div className="grow wrap-up-line" data-testid="record-wrap-up">
        {wrapUp ? (
          <>
            <div className="row">
              {wrapUp.topic && <span className="tag">{wrapUp.topic}</span>}
              {wrapUp.value === "invalid" && <span className="tag late">{t("records.invalid")}</span>}
            </div>
            {wrapUp.note && <p className="f12 t2">{wrapUp.note}</p>}
          </>
        ) : (
          <span className="t3 f13">{t("records.noWrapUp")}</span>
        )}
      </div>
      {able && (
        <Button icon={<ListChecks size={16} />} onClick={onWrapUp} data-testid="record-wrap-up-open">
          {t(wrapUp ? "records.wrapUpAgain" : "records.wrapUp")}
        </Button>
      )}
    </>
  );
}
