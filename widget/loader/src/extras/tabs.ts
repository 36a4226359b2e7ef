import type { WindowMode } from "../../../shared/port";
import type { Core, Line } from "../core";

/**
 * The window is open in all tabs of a site, or in none: what the visitor does in one, the others do when they are looked at.
 * Everything else comes to each of them over its own socket, or through the storage.
 */
export function keepInStep(core: Core): (...line: Line) => void {
  const name = `parlor:${core.tenant}`;
  let channel: BroadcastChannel | undefined;
  let wanted: WindowMode | undefined;

  function listen(): void {
    channel = "BroadcastChannel" in window && !core.standalone ? new BroadcastChannel(name) : undefined;
    if (!channel) return;
    channel.onmessage = ({ data }: MessageEvent<WindowMode>) => {
      wanted = data === "panel" || data === "closed" ? data : undefined;
      follow();
    };
  }

  function follow(): void {
    if (!wanted || document.hidden || !core.visit) return;
    const mode = wanted;
    wanted = undefined;
    // A phone's window covers the page that was asked for.
    if (mode === "panel" ? core.mode === "closed" && !core.view.phone.matches : core.mode === "panel") core.setMode(mode);
  }

  document.addEventListener("visibilitychange", follow);
  // An open channel would keep the page from being put aside as it is.
  addEventListener("pagehide", () => channel?.close());
  addEventListener("pageshow", ({ persisted }) => persisted && listen());
  listen();
  return (happening, next, before) => {
    if (happening !== "mode" || document.hidden) return;
    if (next === "panel" || before === "panel") channel?.postMessage(next === "panel" ? "panel" : "closed");
  };
}
