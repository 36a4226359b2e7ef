import type { InvitationKind } from "@parlor/protocol";
import { TEXT_MAX } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { Ban, MessageCircle, MessageSquarePlus, PictureInPicture2, UserCheck, X } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { live } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { inDialog } from "../../shared/SideDrawer.tsx";
import { Track, visitsText } from "../../shared/Track.tsx";
import { toast } from "../../shared/toast.tsx";
import { wholePlace } from "../../shared/visitor-info.ts";
import { LazyPersonalData } from "../personal-data/LazyPersonalData.tsx";
import type { VisitorRow } from "./rows.ts";
import type { DrawerMode } from "./Screen.tsx";

const BlockVisitorDialog = lazy(() => import("../blocking/BlockVisitorDialog.tsx"));

interface Props {
  row: VisitorRow;
  mode: DrawerMode;
  onMode: (mode: DrawerMode) => void;
  onAct: (row: VisitorRow) => void;
  onClose: () => void;
}

const TAGS = { waiting: "wait", talking: "accent", invited: "system", browsing: "good", left: "" } as const;

/** One visitor: the track, and what can be done. Over the table, which stays usable. */
export function Drawer({ row, mode, onMode, onAct, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const { visitor, state } = row;
  const name = visitorLabel({ ...visitor });
  const company = useQuery({ queryKey: ["company"], queryFn: ({ signal }) => call("get_company", {}, signal) });
  const panel = useRef<HTMLElement>(null);
  const me = useMe();
  const [blocking, setBlocking] = useState(false);

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    return () => before?.focus();
  }, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !inDialog(event)) mode === "track" ? onClose() : onMode("track");
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [mode, onMode, onClose]);

  const reachable = state === "browsing" || state === "invited";
  return (
    <aside className="visitor-drawer" ref={panel} aria-label={t("visitors.drawer", { name })} data-testid="visitor-drawer">
      <header>
        <Avatar id={visitor.visitor_id} name={name} gone={state === "left"} />
        <div className="grow">
          <div className="row">
            <h2 className="cut">{name}</h2>
            <span className={`tag ${TAGS[state]}`}>{t(`visitors.state.${state}`)}</span>
            <span className="tag">{visitsText(t, visitor)}</span>
          </div>
          <div className="f12 t2 cut">{wholePlace(visitor, i18n.language)}</div>
        </div>
        {may(me, "block") && (
          <button
            type="button"
            className="icon-button"
            aria-label={t("blocks.blockMore")}
            title={t("blocks.blockMore")}
            onClick={() => setBlocking(true)}
            data-testid="block-visitor"
          >
            <Ban size={18} />
          </button>
        )}
        <button type="button" className="icon-button" aria-label={t("common.close")} onClick={onClose}>
          <X size={18} />
        </button>
      </header>
      <div className="visitor-drawer-body">
        <Track visitorId={visitor.visitor_id} />
        <LazyPersonalData visitorId={visitor.visitor_id} name={name} />
      </div>
      {reachable && mode !== "track" && <InviteForm key={mode} visitorId={visitor.visitor_id} kind={mode} onDone={() => onMode("track")} />}
      {reachable && mode === "track" && may(me, "invite") && (
        <footer>
          <Button
            type="primary"
            className="grow"
            icon={<MessageSquarePlus size={16} />}
            disabled={company.data?.invitations === false}
            title={company.data?.invitations === false ? t("invite.off") : undefined}
            onClick={() => onMode("invitation")}
            data-testid="invite"
          >
            {t("invite.inviteLong")}
          </Button>
          <Button
            icon={<PictureInPicture2 size={16} />}
            disabled={company.data?.forced_conversations === false}
            title={company.data?.forced_conversations === false ? t("invite.off") : undefined}
            onClick={() => onMode("forced")}
            data-testid="force"
          >
            {t("invite.force")}
          </Button>
        </footer>
      )}
      {state === "waiting" && (
        <footer>
          <Button type="primary" className="grow" icon={<UserCheck size={16} />} onClick={() => onAct(row)} data-testid="drawer-accept">
            {t("desk.accept")}
          </Button>
        </footer>
      )}
      {state === "talking" && (
        <footer>
          <Button type="primary" className="grow" icon={<MessageCircle size={16} />} onClick={() => onAct(row)}>
            {t("visitors.openConversation")}
          </Button>
        </footer>
      )}
      {blocking && (
        <Suspense>
          <BlockVisitorDialog visitorId={visitor.visitor_id} name={name} onClose={() => setBlocking(false)} />
        </Suspense>
      )}
    </aside>
  );
}

const textKey = (kind: InvitationKind) => `parlor.invite.${kind}`;

/** What the visitor will read. The text that was sent last time is the next one's beginning. */
function InviteForm({ visitorId, kind, onDone }: { visitorId: string; kind: InvitationKind; onDone: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => localStorage.getItem(textKey(kind)) ?? t(`invite.default.${kind}`));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await live().invite(visitorId, kind, text.trim());
      localStorage.setItem(textKey(kind), text.trim());
      toast({ tone: "good", text: t(`invite.sent.${kind}`) });
      onDone();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="invite-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label htmlFor="invite-text" className="f13 t2">
        {t(`invite.label.${kind}`)}
      </label>
      <Input.TextArea
        id="invite-text"
        rows={3}
        autoFocus
        maxLength={TEXT_MAX}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
        }}
        data-testid="invite-text"
      />
      <p className="f12 t3">{t(`invite.hint.${kind}`)}</p>
      {problem !== undefined && (
        <p className="banner bad" role="alert">
          {problemText(t, problem)}
        </p>
      )}
      <div className="row">
        <span className="grow" />
        <Button onClick={onDone}>{t("common.cancel")}</Button>
        <Button type="primary" htmlType="submit" loading={busy} disabled={text.trim() === ""} data-testid="invite-send">
          {t(`invite.send.${kind}`)}
        </Button>
      </div>
    </form>
  );
}
