import { type Browser, chromium, type FrameLocator, type Page } from "playwright-core";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Whoever asks to see the screen gets a picture that the browser paints, without being asked which.
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
];

/** The distribution's own Chromium, unless CHROMIUM names another. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS, timeout: 100_000 });
}

/** How long something may take that does come; only a failure takes so long. */
export const PATIENCE_MS = 30_000;

export const launcher = (page: Page) => page.getByTestId("launcher");
export const panel = (page: Page): FrameLocator => page.frameLocator("iframe");
