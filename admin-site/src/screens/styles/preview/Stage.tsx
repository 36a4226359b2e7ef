import { RefreshCw } from "lucide-react";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Device } from "./Preview.tsx";
import type { Play } from "./scenes.ts";
import { type Answers, openStage } from "./stage.ts";

/** A page narrower than this would be a phone to the widget. */
const DESKTOP_MIN = 720;
const PHONE = { width: 390, height: 780 };
/** So long after the last change the scene is played anew. */
const CALM_MS = 400;

interface Props {
  script: { play: Play; answers: Answers };
  device: Device;
  /** Why there may be nothing to see. */
  note: string | undefined;
  /** Stands over its upper edge. */
  children?: ReactNode;
}

/** A page of the company's site, drawn small, with the real widget on it. */
export function Stage({ script, device, note, children }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const frames = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const [failed, setFailed] = useState(false);
  const [again, setAgain] = useState(0);
  const [busy, setBusy] = useState(true);

  useLayoutEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(([entry]) => entry && setRoom({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);

  const seen = room.width > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another device and another try play the same script anew
  useEffect(() => {
    const place = frames.current;
    if (!place || !seen) return;
    let frame: HTMLIFrameElement | undefined;
    setBusy(true);
    const timer = setTimeout(() => {
      // The next scene is drawn behind the present one, which goes when it is ready: nothing flickers.
      const next = document.createElement("iframe");
      frame = next;
      next.title = t("styles.preview");
      next.dataset.testid = "preview-frame";
      next.tabIndex = -1;
      next.dataset.next = "";
      place.append(next);
      openStage(next, script.answers, script.play)
        .then(() => {
          for (const old of [...place.children]) if (old !== next) old.remove();
          delete next.dataset.next;
          setFailed(false);
          setBusy(false);
        })
        .catch(() => {
          if (!next.isConnected) return;
          next.remove();
          setFailed(true);
          setBusy(false);
        });
    }, CALM_MS);
    return () => {
      clearTimeout(timer);
      if (frame?.dataset.next !== undefined) frame.remove();
    };
  }, [script, device, again, seen]);

  const phone = device === "phone";
  const width = phone ? PHONE.width : Math.max(DESKTOP_MIN, room.width);
  const fitting = phone ? Math.min(1, (room.height - 32) / PHONE.height, (room.width - 32) / PHONE.width) : room.width / width;
  const scale = Math.max(fitting, 0.1);
  const height = phone ? PHONE.height : room.height / scale;
  return (
    <div className={`style-stage ${device}`} data-busy={busy || undefined} data-testid="preview-stage">
      <div className="style-stage-bar" aria-hidden="true">
        <i />
        <i />
        <i />
        <span>www.example.com/product</span>
      </div>
      <div className="style-stage-room" ref={box}>
        <div className="style-stage-page" inert style={{ width, height, transform: `scale(${scale})` }}>
          <div className="style-stage-site" aria-hidden="true">
            <i />
            <i />
            <i />
            <i />
            <i />
            <i />
            <i />
          </div>
          <div className="style-stage-frames" ref={frames} />
        </div>
      </div>
      <div className="style-stage-tools">{children}</div>
      {failed && (
        <div className="style-stage-note" role="alert">
          {t("styles.previewFailed")}{" "}
          <button type="button" className="link-button" onClick={() => setAgain((n) => n + 1)}>
            <RefreshCw size={14} aria-hidden /> {t("common.retry")}
          </button>
        </div>
      )}
      {!failed && note && (
        <p className="style-stage-note" role="status">
          {note}
        </p>
      )}
    </div>
  );
}
