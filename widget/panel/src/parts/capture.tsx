import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { blobOf } from "../thumbnail";

export interface CaptureProps {
  send: (file: File) => void;
  close: () => void;
}

/** From 0 to 1 of the picture's width and height. */
interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

const WHOLE: Part = { left: 0, top: 0, width: 1, height: 1 };
/** A click without a drag means the whole. */
const LEAST = 0.02;
const STEP = 0.02;
/** Photographs of a whole screen as PNG are needlessly heavy. */
const PNG_MAX_BYTES = 4 * 1024 * 1024;

/** A picture of the screen (截屏): the browser asks which one, here its part is chosen. */
export function Capture({ send, close }: CaptureProps) {
  const session = useSession();
  const { t } = session;
  const canvas = useRef<HTMLCanvasElement>(null);
  const dialog = useRef<HTMLDivElement>(null);
  const ready = useSignal(false);
  const part = useSignal<Part>(WHOLE);
  const from = useRef<{ x: number; y: number } | undefined>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: one capture for each time that it is asked for
  useEffect(() => {
    let gone = false;
    void grab().then(
      (picture) => {
        const target = canvas.current;
        if (gone || !target) return;
        target.width = picture.width;
        target.height = picture.height;
        target.getContext("2d")?.drawImage(picture, 0, 0);
        ready.value = true;
        dialog.current?.focus();
      },
      (error: unknown) => {
        if (gone) return;
        close();
        // Whoever says no to the browser's question knows that.
        if ((error as Error).name !== "NotAllowedError" || !document.hasFocus()) session.say("capture.failed");
      },
    );
    return () => {
      gone = true;
    };
  }, []);

  function at(event: PointerEvent): { x: number; y: number } {
    const box = canvas.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    const share = (value: number) => Math.min(1, Math.max(0, value));
    return { x: share((event.clientX - box.left) / box.width), y: share((event.clientY - box.top) / box.height) };
  }

  function drag(event: PointerEvent): void {
    const start = from.current;
    if (!start) return;
    const here = at(event);
    part.value = {
      left: Math.min(start.x, here.x),
      top: Math.min(start.y, here.y),
      width: Math.abs(start.x - here.x),
      height: Math.abs(start.y - here.y),
    };
  }

  function finish(): void {
    from.current = undefined;
    if (part.value.width < LEAST || part.value.height < LEAST) part.value = WHOLE;
  }

  /** Arrow keys move the part; with Shift they make it smaller or larger. */
  function pressed(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
    const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (!step || event.target !== dialog.current) return;
    event.preventDefault();
    const [x = 0, y = 0] = step;
    const { left, top, width, height } = part.value;
    part.value = event.shiftKey
      ? { left, top, width: within(width + x, LEAST, 1 - left), height: within(height + y, LEAST, 1 - top) }
      : { left: within(left + x, 0, 1 - width), top: within(top + y, 0, 1 - height), width, height };
  }

  async function done(): Promise<void> {
    const source = canvas.current;
    if (!source) return;
    const { left, top, width, height } = part.value;
    const cut = document.createElement("canvas");
    cut.width = Math.max(1, Math.round(width * source.width));
    cut.height = Math.max(1, Math.round(height * source.height));
    cut.getContext("2d")?.drawImage(source, -Math.round(left * source.width), -Math.round(top * source.height));
    const png = await blobOf(cut, "image/png");
    const light = png && png.size > PNG_MAX_BYTES ? await blobOf(cut, "image/jpeg", 0.85) : png;
    close();
    if (light) send(new File([light], `capture-${Date.now()}.${light.type === "image/png" ? "png" : "jpg"}`, { type: light.type }));
  }

  const marked = part.value;
  return (
    <div
      ref={dialog}
      class={`crop ${ready.value ? "" : "hidden"}`}
      role="dialog"
      aria-label={t("capture.title")}
      tabIndex={-1}
      onKeyDown={pressed}
      data-testid="crop"
    >
      <p>{t("capture.hint")}</p>
      <div
        class="picture-area"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = at(event);
          drag(event);
        }}
        onPointerMove={drag}
        onPointerUp={finish}
      >
        <canvas ref={canvas} />
        <i ref={(frame) => place(frame, marked)} />
      </div>
      <div class="row">
        <button type="button" class="button primary grow" data-testid="capture-send" onClick={() => void done()}>
          {t("capture.send")}
        </button>
        <button type="button" class="button plain" data-testid="capture-cancel" onClick={close}>
          {t("capture.cancel")}
        </button>
      </div>
    </div>
  );
}

function place(frame: HTMLElement | null, { left, top, width, height }: Part): void {
  if (!frame) return;
  for (const [name, value] of Object.entries({ left, top, width, height })) frame.style.setProperty(name, `${value * 100}%`);
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** One picture of what the visitor chooses; nothing goes on being recorded. */
async function grab(): Promise<ImageBitmap> {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false });
  try {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    // The first picture may still be black: the browser's own question has just gone from it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    return await createImageBitmap(video);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
