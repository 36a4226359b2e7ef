import type { PushKey } from "@parlor/protocol";
import { signal } from "@preact/signals";
import { post } from "./api";

const ANSWER_KEY = "push";

interface Around {
  readonly api: string;
  token(): string;
  list(prefix: string): Promise<Record<string, string>>;
  apply(changes: Record<string, string | null>): Promise<void>;
}

/**
 * Answers as notifications of the browser, after the visitor has agreed. Only on a page of our own: a browser gives a
 * frame on somebody else's site no such right.
 */
export class Push {
  readonly state = signal<"unknown" | "asking" | "on" | "denied" | "off">("unknown");
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  /** There is a conversation, so there may be answers. */
  async begin(): Promise<void> {
    if (this.state.value !== "unknown") return;
    this.state.value = "off";
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return;
    const answered = (await this.#around.list(ANSWER_KEY))[ANSWER_KEY];
    if (Notification.permission === "granted" && answered === "yes") await this.#subscribe();
    else if (Notification.permission === "default" && !answered) this.state.value = "asking";
  }

  async allow(): Promise<void> {
    const permission = await Notification.requestPermission();
    if (permission === "granted") {
      void this.#around.apply({ [ANSWER_KEY]: "yes" });
      await this.#subscribe();
    } else this.state.value = permission === "denied" ? "denied" : "off";
  }

  later(): void {
    this.state.value = "off";
    void this.#around.apply({ [ANSWER_KEY]: "no" });
  }

  async #subscribe(): Promise<void> {
    try {
      const { key } = (await (await fetch(`${this.#around.api}/widget/push-key`)).json()) as PushKey;
      const worker = await navigator.serviceWorker.register("sw.js");
      await navigator.serviceWorker.ready;
      const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const { endpoint, keys } = subscription.toJSON();
      await post(this.#around.api, "push-subscription", { visitor_token: this.#around.token(), endpoint, keys });
      this.state.value = "on";
    } catch {
      // A browser without a push service, or one that blocks it: mail is still there.
      this.state.value = "denied";
    }
  }
}
