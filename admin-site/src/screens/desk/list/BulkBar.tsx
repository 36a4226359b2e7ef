import type { ConversationView } from "@parlor/protocol";
import { Button, Dropdown, Modal } from "antd";
import { AlarmClock, CircleX, Flag, ListChecks, Tag, TriangleAlert, X } from "lucide-react";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { live, useLive } from "../../../live/index.ts";
import { visitorLabel } from "../../../live/select.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { useSwitches } from "../../../shared/service.ts";
import { type BulkFailure, forEach } from "../organize/bulk.ts";
import { useOrganizeItems } from "../organize/useOrganize.tsx";

const WrapUpDialog = lazy(() => import("../conversation/WrapUpDialog.tsx"));

interface Props {
  views: readonly ConversationView[];
  /** Those that failed stay chosen. */
  onChosen: (ids: readonly string[]) => void;
  onClose: () => void;
}

/** Does the same with all that are chosen, tells how far it is and what failed. */
export function BulkBar({ views, onChosen, onClose }: Props) {
  const { t } = useTranslation();
  const { wrap_up: wrapUpWanted } = useSwitches();
  const [done, setDone] = useState<number>();
  const [failures, setFailures] = useState<readonly BulkFailure[]>([]);
  const [dialog, setDialog] = useState<"end" | "wrap-up">();
  const stopped = useRef(false);
  const agentId = useLive((state) => state.agentId);
  const open = views.filter((view) => view.state === "active" && view.agent_id === agentId);
  const busy = done !== undefined;

  const run = async (some: readonly ConversationView[], act: (view: ConversationView) => Promise<void>) => {
    stopped.current = false;
    setFailures([]);
    setDone(0);
    const failed = await forEach(some, act, (count) => {
      setDone(count);
      return !stopped.current;
    });
    setDone(undefined);
    setFailures(failed);
    if (failed.length > 0) onChosen(failed.map(({ view }) => view.conversation_id));
  };
  const items = useOrganizeItems(views, (change) => void run(views, (view) => live().organize(view.conversation_id, change(view))));
  const none = views.length === 0;

  return (
    <div className="bulk" role="toolbar" aria-label={t("bulk.label")} data-testid="bulk-bar">
      {failures.length > 0 && <Failures failures={failures} onClose={() => setFailures([])} />}
      <div className="row">
        <span className="grow" role="status" data-testid="bulk-count">
          {busy ? t("bulk.progress", { done, count: views.length }) : t("bulk.chosen", { count: views.length })}
        </span>
        {busy && (
          <Button size="small" onClick={() => (stopped.current = true)} data-testid="bulk-stop">
            {t("bulk.stop")}
          </Button>
        )}
        <button type="button" className="icon-button small" aria-label={t("bulk.close")} onClick={onClose} data-testid="bulk-close">
          <X size={16} />
        </button>
      </div>
      <div className="bulk-acts">
        <Menu icon={<Tag size={16} />} label={t("organize.labels")} items={items.labels} disabled={none || busy} testId="bulk-labels" />
        <Menu icon={<Flag size={16} />} label={t("priority.label")} items={items.priority} disabled={none || busy} testId="bulk-priority" />
        <Menu icon={<AlarmClock size={16} />} label={t("snooze.label")} items={items.snooze} disabled={none || busy} testId="bulk-snooze" />
        {wrapUpWanted && (
          <Act
            icon={<ListChecks size={16} />}
            label={t("wrapUp.now")}
            disabled={none || busy}
            run={() => setDialog("wrap-up")}
            testId="bulk-wrap-up"
          />
        )}
        <Act
          icon={<CircleX size={16} />}
          label={t("desk.end")}
          disabled={open.length === 0 || busy}
          run={() => setDialog("end")}
          testId="bulk-end"
        />
      </div>
      {items.dialog}
      {dialog === "wrap-up" && (
        <Suspense fallback={null}>
          <WrapUpDialog
            views={views}
            onSave={(wrapUp) => run(views, (view) => live().wrapUp(view.conversation_id, wrapUp))}
            onClose={() => setDialog(undefined)}
          />
        </Suspense>
      )}
      <Modal
        open={dialog === "end"}
        title={t("bulk.endTitle", { count: open.length })}
        width={420}
        onCancel={() => setDialog(undefined)}
        footer={
          <>
            <Button autoFocus onClick={() => setDialog(undefined)}>
              {t("end.stay")}
            </Button>
            <Button
              type="primary"
              danger
              onClick={() => {
                setDialog(undefined);
                void run(open, (view) => live().end(view.conversation_id));
              }}
              data-testid="bulk-end-confirm"
            >
              {t("end.confirm")}
            </Button>
          </>
        }
      >
        <p className="t2">{t("end.text")}</p>
      </Modal>
    </div>
  );
}

interface ActProps {
  icon: ReactNode;
  label: string;
  disabled: boolean;
  run?: () => void;
  testId: string;
}

function Act({ icon, label, disabled, run, testId, ...rest }: ActProps) {
  return (
    <button type="button" disabled={disabled} onClick={run} data-testid={testId} {...rest}>
      {icon}
      {label}
    </button>
  );
}

function Menu({ items, ...act }: ActProps & { items: ReturnType<typeof useOrganizeItems>["labels"] }) {
  return (
    <Dropdown autoFocus trigger={["click"]} placement="top" disabled={act.disabled} menu={{ items }}>
      <Act {...act} />
    </Dropdown>
  );
}

function Failures({ failures, onClose }: { failures: readonly BulkFailure[]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="bulk-failures" role="alert" data-testid="bulk-failures">
      <div className="row">
        <TriangleAlert size={16} aria-hidden />
        <b className="medium grow">{t("bulk.failed", { count: failures.length })}</b>
        <button type="button" className="icon-button small" aria-label={t("common.close")} onClick={onClose}>
          <X size={14} />
        </button>
      </div>
      <ul>
        {failures.map(({ view, error }) => (
          <li key={view.conversation_id}>
            <b className="medium">{visitorLabel(view)}</b> {problemText(t, error)}
          </li>
        ))}
      </ul>
    </div>
  );
}
