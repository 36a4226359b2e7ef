import { useEffect } from "react";

const NAME = "Parlor";
const FLASH_MS = 1_000;

let page = NAME;
let flashing: ReturnType<typeof setInterval> | undefined;

/** Names the screen in the tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    page = `${title} - ${NAME}`;
    if (!flashing) document.title = page;
  }, [title]);
}

export function stopFlashing(): void {
  clearInterval(flashing);
  flashing = undefined;
  document.title = page;
}

/** Lets the tab's title change to and fro until the person comes back to it. */
export function flashTitle(text: string): void {
  if (!document.hidden && document.hasFocus()) return;
  clearInterval(flashing);
  let shown = true;
  document.title = text;
  flashing = setInterval(() => {
    shown = !shown;
    document.title = shown ? text : page;
  }, FLASH_MS);
}
