import { lazy, Suspense } from "react";

const Settings = lazy(async () => ({ default: (await import("./NotificationSettings.tsx")).NotificationSettings }));

/** The settings of sounds and signals, fetched when somebody wants to see them: nothing of them is needed to work. */
export function LazyNotificationSettings() {
  return (
    <Suspense fallback={<div className="alerts" />}>
      <Settings />
    </Suspense>
  );
}
