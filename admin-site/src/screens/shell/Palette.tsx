import { Modal } from "antd";
import { CircleDot, Globe, Keyboard, Languages, LogOut, MessageCircle, MessagesSquare, Search, SunMoon, UserCheck } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useLive } from "../../live/index.ts";
import { groupConversations, visitorLabel } from "../../live/select.ts";
import { switchLook } from "../../shared/look.ts";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { useStore } from "../../shared/store.ts";
import { useTheme } from "../../shared/theme.ts";
import { toast } from "../../shared/toast.tsx";
import { openChat } from "../internal/open-chat.ts";
import { chordText, useKeys } from "./keys.ts";
import { manageItems } from "./navigation.ts";
import { type Command, closePalette, paletteStore, showShortcuts } from "./palette-store.ts";
import { askSignOut } from "./SignOut.tsx";
import { useAcceptNext } from "./useShortcuts.ts";
import { useStateChange, useStateChoices } from "./useStateChange.ts";

function useCommands(): Command[] {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const { mode } = useTheme();
  const changeState = useStateChange();
  const choices = useStateChoices();
  const acceptNext = useAcceptNext();
  const offered = useStore(paletteStore, (state) => state.offered);
  const conversations = useLive((state) => state.conversations);
  const agentId = useLive((state) => state.agentId);
  const agents = useLive((state) => state.agents);
  const keys = useKeys();
  return useMemo(() => {
    const colleagues = [...agents.values()].filter((agent) => agent.agent_id !== agentId);
    const chatWith = async (id: string) => {
      try {
        await navigate(`/internal/${await openChat(id)}`);
      } catch (error) {
        toast({ tone: "bad", text: problemText(t, error) });
      }
    };
    const { waiting, mine } = groupConversations({ conversations, agentId });
    const go = (path: string) => () => void navigate(path);
    return [
      ...offered.flat(),
      ...(waiting.length > 0
        ? [
            {
              id: "accept-next",
              label: t("command.acceptNext"),
              icon: UserCheck,
              keys: chordText(keys.accept),
              run: () => void acceptNext(),
            },
          ]
        : []),
      ...mine.map((view) => ({
        id: view.conversation_id,
        label: t("command.conversation", { name: visitorLabel(view) }),
        icon: MessageCircle,
        run: go(`/desk/${view.conversation_id}`),
      })),
      { id: "desk", label: t("command.open", { name: t("nav.desk") }), icon: MessageCircle, run: go("/desk") },
      { id: "internal", label: t("command.open", { name: t("nav.internal") }), icon: MessagesSquare, run: go("/internal") },
      ...colleagues.map((agent) => ({
        id: `chat-${agent.agent_id}`,
        label: t("internal.chatWith", { name: agent.name }),
        icon: MessagesSquare,
        run: () => void chatWith(agent.agent_id),
      })),
      { id: "visitors", label: t("command.open", { name: t("nav.visitors") }), icon: Globe, run: go("/visitors") },
      ...manageItems(me).map((item) => ({
        id: item.path,
        label: t("command.open", { name: t(`manage.${item.label}`) }),
        icon: item.icon,
        run: go(item.path),
      })),
      ...choices.map(({ key, chosen, label, reason }) => ({
        id: `state-${key}`,
        label: t("command.state", { state: reason ? t("state.awayFor", { reason: label }) : label }),
        icon: CircleDot,
        run: () => void changeState(chosen),
      })),
      { id: "shortcuts", label: t("shortcuts.title"), icon: Keyboard, keys: "?", run: () => showShortcuts(true) },
      {
        id: "theme",
        label: t("command.theme", { theme: t(mode === "dark" ? "theme.light" : "theme.dark") }),
        icon: SunMoon,
        run: () => switchLook({ theme: mode === "dark" ? "light" : "dark" }),
      },
      {
        id: "language",
        label: t("language.other"),
        icon: Languages,
        run: () => switchLook({ language: i18n.language === "en" ? "zh-CN" : "en" }),
      },
      { id: "sign-out", label: t("account.signOut"), icon: LogOut, run: askSignOut },
    ];
  }, [offered, conversations, agents, agentId, me, mode, t, i18n, navigate, changeState, choices, acceptNext, keys]);
}

/** Ctrl K: everything that can be done, by name. */
export function Palette() {
  const open = useStore(paletteStore, (state) => state.open);
  return (
    <Modal
      open={open}
      footer={null}
      closable={false}
      width={480}
      onCancel={closePalette}
      destroyOnHidden
      className="palette"
      style={{ top: 96 }}
    >
      <PaletteBody />
    </Modal>
  );
}

function PaletteBody() {
  const { t } = useTranslation();
  const commands = useCommands();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const words = query.trim().toLowerCase();
  const found = commands.filter((command) => command.label.toLowerCase().includes(words));
  const current = Math.min(chosen, found.length - 1);

  const run = (command: Command | undefined) => {
    if (!command) return;
    closePalette();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setChosen((current + 1) % Math.max(1, found.length));
    else if (event.key === "ArrowUp") setChosen((current - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter") run(found[current]);
    else return;
    event.preventDefault();
  };

  return (
    <div className="palette-body">
      <div className="row palette-find">
        <Search size={16} aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette was opened to be typed into
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found[current] ? `command-${found[current].id}` : undefined}
          aria-label={t("command.label")}
          placeholder={t("command.label")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id="palette-list" role="listbox" aria-label={t("command.label")} className="palette-list">
        {found.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and the keys
          <div
            key={command.id}
            id={`command-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === current}
            ref={i === current ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
            onClick={() => run(command)}
            onPointerMove={() => setChosen(i)}
          >
            <command.icon size={16} aria-hidden />
            <span className="grow cut">{command.label}</span>
            {command.keys && <kbd>{command.keys}</kbd>}
          </div>
        ))}
        {found.length === 0 && <p className="t3 palette-none">{t("command.none")}</p>}
      </div>
    </div>
  );
}
