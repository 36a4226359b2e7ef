import { useEffect } from "react";

/** Keeps the screen from sleeping while the page is seen, where the browser can. */
export function useAwake(): void {
  useEffect(() => {
    let wanted = true;
    let lock: WakeLockSentinel | undefined;
    const take = async () => {
      if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
      // A laptop that saves energy refuses; the figures are right all the same.
      lock = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (!wanted) void lock?.release();
    };
    void take();
    // The browser lets go of the lock when the page is hidden.
    document.addEventListener("visibilitychange", take);
    return () => {
      wanted = false;
      document.removeEventListener("visibilitychange", take);
      void lock?.release();
    };
  }, []);
}
