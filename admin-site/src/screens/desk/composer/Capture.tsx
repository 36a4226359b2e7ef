import { Button, Modal } from "antd";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Area, areaBetween } from "./crop.ts";

/** Milliseconds until the chosen window stands in front of ours. */
const SETTLE_MS = 350;

async function grab(): Promise<HTMLCanvasElement> {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false });
  try {
    const video = document.createElement("video");
    video.srcObject = stream;
    await video.play();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    return canvas;
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

function cut(from: HTMLCanvasElement, area: Area): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = area.width;
  canvas.height = area.height;
  canvas.getContext("2d")?.drawImage(from, area.x, area.y, area.width, area.height, 0, 0, area.width, area.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** Takes a picture of a screen, a window or a tab, cut to what matters. Where the browser cannot, pasting is explained. */
export default function Capture({ onTaken, onClose }: { onTaken: (file: File) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [picture, setPicture] = useState<HTMLCanvasElement>();
  const [impossible, setImpossible] = useState(false);
  const [area, setArea] = useState<Area>();
  const asked = useRef(false);

  useEffect(() => {
    // The browser asks a person: once for each opening, whatever React does twice in development.
    if (asked.current) return;
    asked.current = true;
    grab().then(setPicture, () => setImpossible(true));
  }, []);

  const take = async () => {
    if (!picture) return;
    const blob = await cut(picture, area ?? { x: 0, y: 0, width: picture.width, height: picture.height });
    if (!blob) return;
    const time = new Date().toTimeString().slice(0, 8).replaceAll(":", "");
    onTaken(new File([blob], `${t("capture.name")}-${time}.png`, { type: "image/png" }));
    onClose();
  };

  return (
    <Modal
      open={picture !== undefined || impossible}
      title={t("capture.title")}
      width={picture ? "min(1100px, 94vw)" : 420}
      onCancel={onClose}
      footer={
        picture ? (
          <>
            <span className="capture-hint t2">{area ? `${area.width} × ${area.height}` : t("capture.hint")}</span>
            <Button onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="primary" onClick={() => void take()} data-testid="capture-take">
              {t(area ? "capture.takeArea" : "capture.takeAll")}
            </Button>
          </>
        ) : (
          <Button type="primary" onClick={onClose}>
            {t("common.close")}
          </Button>
        )
      }
    >
      {picture ? (
        <Cutter picture={picture} area={area} onArea={setArea} />
      ) : (
        <p data-testid="capture-impossible">{t("capture.impossible")}</p>
      )}
    </Modal>
  );
}

interface CutterProps {
  picture: HTMLCanvasElement;
  area: Area | undefined;
  onArea: (area: Area | undefined) => void;
}

/** The picture with a rectangle that is drawn over it. */
function Cutter({ picture, area, onArea }: CutterProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const start = useRef<{ x: number; y: number } | undefined>(undefined);

  useEffect(() => {
    const element = box.current;
    element?.prepend(picture);
    return () => picture.remove();
  }, [picture]);

  const pointOf = (event: PointerEvent) => {
    const rectangle = picture.getBoundingClientRect();
    const scale = picture.width / rectangle.width;
    return { x: (event.clientX - rectangle.left) * scale, y: (event.clientY - rectangle.top) * scale };
  };
  const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;
  return (
    <div
      ref={box}
      className="capture"
      role="application"
      aria-label={t("capture.hint")}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = pointOf(event);
        onArea(undefined);
      }}
      onPointerMove={(event) => start.current && onArea(areaBetween(start.current, pointOf(event), picture))}
      onPointerUp={() => {
        start.current = undefined;
      }}
      data-testid="capture-area"
    >
      {area && (
        <i
          className="capture-frame"
          style={{
            left: percent(area.x, picture.width),
            top: percent(area.y, picture.height),
            width: percent(area.width, picture.width),
            height: percent(area.height, picture.height),
          }}
        />
      )}
    </div>
  );
}
