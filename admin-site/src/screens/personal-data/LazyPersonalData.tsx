import { lazy, Suspense } from "react";
import { loadManagement } from "../../shared/i18n.ts";
import { may, useMe } from "../../shared/me.tsx";

const PersonalData = lazy(async () => {
  await loadManagement();
  return import("./PersonalData.tsx");
});

/** What can be done with all that is kept of a visitor; only for who may, so that nobody else loads it. */
export function LazyPersonalData(props: { visitorId: string; name: string }) {
  return may(useMe(), "personal") ? (
    <Suspense>
      <PersonalData {...props} />
    </Suspense>
  ) : null;
}
