import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useSession } from "../context";

/** Files that are dropped anywhere on the window are sent. */
export function DropZone() {
  const session = useSession();
  const over = useSignal(false);
  const allowed = session.switches.value.visitor_files !== false && !session.closed.value && !session.refused.value;

  useEffect(() => {
    if (!allowed) return;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const dragged = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      over.value = event.type !== "dragleave" || event.relatedTarget !== null;
    };
    const dropped = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      over.value = false;
      session.uploads.add(event.dataTransfer?.files ?? []);
    };
    const names = ["dragenter", "dragover", "dragleave"] as const;
    for (const name of names) document.addEventListener(name, dragged);
    document.addEventListener("drop", dropped);
    return () => {
      for (const name of names) document.removeEventListener(name, dragged);
      document.removeEventListener("drop", dropped);
    };
  }, [allowed, over, session]);

  return over.value ? (
    <div class="drop-zone" data-testid="drop-zone">
      {session.t("file.drop")}
    </div>
  ) : null;
}
