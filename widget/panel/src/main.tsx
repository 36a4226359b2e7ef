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

/** The loader sends a port, and over the port everything that is to be known. */
window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const port = event.data === HELLO ? event.ports[0] : undefined;
  if (!port || event.source !== window.parent) return;
  const link = new PortLink(port);
  const stop = link.onTold((message: ToPanel) => {
    if (message.t !== "start") return;
    stop();
    const session = new Session(link, message);
    document.documentElement.lang = message.language;
    document.title = session.t("title");
    render(
      <SessionProvider value={session}>
        <App />
      </SessionProvider>,
      document.body,
    );
  });
});
