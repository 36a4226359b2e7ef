import type { StyleDraft, VisitorLanguage } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { FieldErrors } from "../../shared/Field.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { Unsaved } from "../../shared/unsaved.tsx";
import { TABS, type Tab, tabOf, wrongParts } from "./checks.ts";
import { EditorHead } from "./EditorHead.tsx";
import { EditorContext } from "./editor-context.ts";
import { History } from "./History.tsx";
import type { Parts } from "./keeper.ts";
import { LANGUAGES } from "./languages.ts";
import { Preview } from "./preview/Preview.tsx";
import type { Scene } from "./preview/scenes.ts";
import { styleQuery } from "./queries.ts";
import { isStuck, StyleTroubles } from "./StyleState.tsx";
import { Display } from "./tabs/Display.tsx";
import { Icons } from "./tabs/Icons.tsx";
import { InvitationTab } from "./tabs/InvitationBox.tsx";
import { Looks } from "./tabs/Looks.tsx";
import { PanelTab } from "./tabs/Panel.tsx";
import { PreChatTab } from "./tabs/PreChat.tsx";
import { Texts } from "./tabs/Texts.tsx";
import { useKeeper } from "./useKeeper.ts";
import "../../shared/side-drawer.css";
import "../settings/editors.css";
import "../settings/settings.css";
import "./editor.css";

const BODIES: Record<Tab, () => React.ReactNode> = {
  looks: Looks,
  texts: Texts,
  icons: Icons,
  form: PreChatTab,
  panel: PanelTab,
  invitation: InvitationTab,
  display: Display,
};
/** What the preview shows when a tab is opened, where the tab is about one thing. */
const SCENE_OF: Partial<Record<Tab, Scene>> = { icons: "launcher", form: "form", invitation: "invitation" };

/** One style: what it looks like and says, with the real window beside it. */
export function StyleEditorScreen() {
  const { t } = useTranslation();
  const { styleId = "" } = useParams();
  const query = useQuery(styleQuery(styleId));
  useTitle(query.data?.name ?? t("manage.style"));
  if (query.data) return <StyleEditor key={styleId} style={query.data} />;
  return (
    <main className="page">
      <header className="page-head">
        <h1>{t("manage.style")}</h1>
      </header>
      <div className="page-body">
        <div className="card settings-card">
          {query.isPending ? (
            <SkeletonRows rows={6} height={56} columns={2} />
          ) : (
            <Failed title={t("settings.notLoaded")} error={query.error} retry={() => void query.refetch()} />
          )}
        </div>
      </div>
    </main>
  );
}

function StyleEditor({ style }: { style: StyleDraft }) {
  const { t, i18n } = useTranslation();
  const check = useCallback((parts: Parts) => wrongParts(parts).map(({ path, text }) => ({ path, text: t(`styles.wrongs.${text}`) })), [t]);
  const kept = useKeeper(style, check);
  const { keeper, editing, errors } = kept;
  const { parts, base } = editing;
  const [tab, setTab] = useState<Tab>("looks");
  const [scene, setScene] = useState<Scene>("welcome");
  const [history, setHistory] = useState(false);
  /** Where there is no room for both, the preview stands in the form's place. */
  const [peeking, setPeeking] = useState(false);
  const [language, setLanguage] = useState<VisitorLanguage>(() =>
    parts.language && parts.language !== "auto" ? parts.language : (i18n.language as VisitorLanguage),
  );
  const open = (next: Tab) => {
    setTab(next);
    setPeeking(false);
    const shown = SCENE_OF[next];
    if (shown) setScene(shown);
    else if (SCENE_OF[tab] === scene) setScene("welcome");
  };
  const showError = (path: string) => {
    setTab(tabOf(path));
    setPeeking(false);
    const wrong = LANGUAGES.find((each) => path.includes(`.${each}`));
    if (wrong) setLanguage(wrong);
    requestAnimationFrame(() => document.querySelector(".style-form [data-error]")?.scrollIntoView({ block: "center" }));
  };
  const Body = BODIES[tab];
  return (
    <EditorContext value={{ style: base, parts, change: (change) => keeper.change(change), language, setLanguage }}>
      <main className="page style-page">
        <EditorHead kept={kept} onHistory={() => setHistory(true)} onShow={showError} />
        <StyleTroubles kept={kept} />
        <div className="style-editor" data-peeking={peeking || undefined}>
          <div className="style-form">
            <TabBar
              tab={tab}
              onTab={open}
              wrong={new Set(errors.map((error) => tabOf(error.path)))}
              peeking={peeking}
              onPeek={() => setPeeking(true)}
            />
            <div className="style-scroll" role="tabpanel" id="style-tab-body" aria-labelledby={`style-tab-${tab}`} key={tab}>
              <FieldErrors errors={errors} still>
                <Body />
              </FieldErrors>
            </div>
          </div>
          <Preview scene={scene} onScene={setScene} />
        </div>
        {history && <History kept={kept} onClose={() => setHistory(false)} />}
        {isStuck(kept) && <Unsaved />}
      </main>
    </EditorContext>
  );
}

interface TabBarProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  wrong: ReadonlySet<Tab>;
  peeking: boolean;
  onPeek: () => void;
}

function TabBar({ tab, onTab, wrong, peeking, onPeek }: TabBarProps) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length];
    if (!next) return;
    event.preventDefault();
    onTab(next);
    bar.current?.querySelector<HTMLElement>(`#style-tab-${next}`)?.focus();
  };
  return (
    <div className="style-tabs" role="tablist" aria-label={t("manage.style")} ref={bar} onKeyDown={onKeyDown}>
      {TABS.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`style-tab-${each}`}
          aria-selected={each === tab && !peeking}
          aria-controls="style-tab-body"
          tabIndex={each === tab ? 0 : -1}
          onClick={() => onTab(each)}
          data-testid={`style-tab-${each}`}
        >
          {t(`styles.tab.${each}`)}
          {wrong.has(each) && <i className="style-tab-wrong" role="img" aria-label={t("styles.tabWrong")} />}
        </button>
      ))}
      <button type="button" className="style-tab-peek" aria-pressed={peeking} onClick={onPeek} data-testid="style-tab-preview">
        {t("styles.shortPreview")}
      </button>
    </div>
  );
}
