import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { launch, PATIENCE_MS } from "./browser";
import type { FakeServer } from "./fake-server";

export interface Scene {
  context: BrowserContext;
  page: Page;
  /** Another tab of the same browser. */
  newPage(): Promise<Page>;
}

/**
 * For each test of a file a browser context with a page, and the server as it was at first; `enter` is told of them before the test.
 * A test in which our code has thrown into the host page, or something was refused by its policy, has failed.
 */
export function scenes(server: FakeServer, options: BrowserContextOptions, enter: (scene: Scene) => void): void {
  let browser: Browser;
  let context: BrowserContext;
  let thrown: string[];
  beforeAll(async () => {
    await server.start();
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    server.stop();
  });
  beforeEach(async () => {
    server.reset();
    thrown = [];
    context = await browser.newContext(options);
    const newPage = () => pageOf(context, thrown);
    enter({ context, page: await newPage(), newPage });
  });
  afterEach(async () => {
    await context.close();
    expect(thrown).toEqual([]);
  });
}

async function pageOf(context: BrowserContext, thrown: string[]): Promise<Page> {
  const opened = await context.newPage();
  opened.setDefaultTimeout(PATIENCE_MS);
  opened.on("pageerror", (error) => thrown.push(String(error)));
  opened.on("console", (message) => {
    if (message.type() === "error" && /Content.Security|Trusted/i.test(message.text())) thrown.push(message.text());
  });
  return opened;
}
