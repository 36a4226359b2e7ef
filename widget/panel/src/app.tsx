import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "./context";
import { Composer } from "./parts/composer";
import { Departments } from "./parts/departments";
import { DropZone } from "./parts/drop-zone";
import { PreChat } from "./parts/form-fields";
import { Header } from "./parts/header";
import { Invitation } from "./parts/invitation";
import { LeaveMessage } from "./parts/leave-message";
import { Log } from "./parts/log";
import { NetworkBar } from "./parts/network-bar";
import { PushConsent } from "./parts/push-consent";
import { QueueCard } from "./parts/queue-card";
import { Footer, Notice, Refused, Warning } from "./parts/small";

const DEFAULT_ACCENT = "#0f6a60";
/** Of windows, bubbles and cards; buttons and fields are rounded less. */
const RADIUS_PX = 10;
const SMALLER = 0.6;

export function App() {
  const session = useSession();
  const root = useRef<HTMLElement>(null);
  const screen = session.screen.value;
  const corner = session.mode.value === "corner";

  useSignalEffect(() => {
    const { color, radius = RADIUS_PX } = session.look.value;
    const { style, classList } = document.documentElement;
    style.setProperty("--own", color);
    classList.toggle("own", color.toLowerCase() !== DEFAULT_ACCENT);
    style.setProperty("--r-lg", `${radius}px`);
    style.setProperty("--r", `${Math.round(radius * SMALLER)}px`);
  });

  useLayoutEffect(() => {
    if (!root.current) return;
    const watch = new ResizeObserver(() => root.current && session.setHeight(root.current.offsetHeight));
    watch.observe(root.current);
    return () => watch.disconnect();
  }, [session]);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      // What lies on top has had its turn and said so.
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (session.mode.value === "invitation") session.declineInvitation("later");
      else if (!session.standalone) session.setMode("closed");
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [session]);

  if (screen === "invitation") {
    return (
      <main ref={root} class="window fit">
        <Invitation />
      </main>
    );
  }
  const { parts, tab, beside } = session.company;
  const company = corner || screen === "refused" ? undefined : parts.value;
  const shown = company ? tab.value : "chat";
  const chat = (
    <>
      {screen === "refused" && <Refused />}
      {screen === "form" && <LeaveMessage />}
      {screen === "departments" && <Departments />}
      {screen === "pre-chat" && <PreChat />}
      {screen === "talk" && (
        <>
          <QueueCard />
          <Log />
          <Notice />
          <Composer />
          <DropZone />
        </>
      )}
    </>
  );
  return (
    <>
      <main ref={root} class={`window ${corner ? "fit corner" : ""}`}>
        <Header />
        {company && <company.Tabs />}
        {shown === "chat" && !corner && screen !== "form" && screen !== "refused" && <Warning />}
        {company && shown === "chat" && <company.AnnouncementBar />}
        <NetworkBar />
        {session.standalone && <PushConsent />}
        {company ? <company.TabPanels chat={chat} /> : chat}
        {company && <company.Advertisement place="above" />}
        {!corner && <Footer>{company && <company.Advertisement place="foot" />}</Footer>}
      </main>
      {company && beside.value && <company.Beside />}
    </>
  );
}
