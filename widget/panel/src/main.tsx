import "@parlor/design/tokens.css";
import "./styles/base.css";
import "./styles/window.css";
import "./styles/log.css";
import "./styles/forms.css";
import { render } from "preact";
import { HELLO, type ToPanel } from "../../shared/port";
import { App } from "./app";
import { SessionProvider } from "./context";
import { PortLink } from "./port-link";
import { Session } from "./session";
import { directionOf, loadCatalogue } from "./translate";

/** The loader sends a port, and over the port everything that is to be known. */
window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const port = event.data === HELLO ? event.ports[0] : undefined;
  if (!port || event.source !== window.parent) return;
  const link = new PortLink(port);
  const stop = link.onTold((message: ToPanel) => {
    if (message.t !== "start") return;
    stop();
    void link.hold(start(link, message));
  });
});

async function start(link: PortLink, message: Extract<ToPanel, { t: "start" }>): Promise<void> {
  const { language } = message.visit;
  await loadCatalogue(language);
  const session = new Session(link, message);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  document.documentElement.toggleAttribute("data-standalone", session.standalone);
  document.title = session.t("title");
  await session.company.load();
  render(
    <SessionProvider value={session}>
      <App />
    </SessionProvider>,
    document.body,
  );
}
