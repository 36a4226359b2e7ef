import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation } from "react-router";
import { loadManagement } from "../../shared/i18n.ts";
import { applyLook } from "../../shared/look.ts";
import { MeContext, meQuery } from "../../shared/me.tsx";
import { usePersonal } from "../../shared/personal.ts";
import { Failed } from "../../shared/States.tsx";
import { useStore } from "../../shared/store.ts";
import { Toasts } from "../../shared/toast.tsx";
import { Splash } from "./Boot.tsx";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { NoticeBar } from "./NoticeBar.tsx";
import { paletteStore } from "./palette-store.ts";
import { PhoneBar, Rail } from "./Rail.tsx";
import { Shortcuts } from "./Shortcuts.tsx";
import { SignedOut } from "./SignedOut.tsx";
import { SignOut } from "./SignOut.tsx";
import { StatusBar } from "./StatusBar.tsx";
import { TransferOffers } from "./TransferOffers.tsx";
import { useAlerts } from "./useAlerts.ts";
import { useAutoAccept } from "./useAutoAccept.ts";
import { useBadge } from "./useBadge.ts";
import { useFreshRights } from "./useFreshRights.ts";
import { useIdle } from "./useIdle.ts";
import { useShortcuts } from "./useShortcuts.ts";
import "./shell.css";

/** With it come the names and pictures of all screens: fetched when it is first opened. */
const Palette = lazy(async () => ({ default: (await import("./Palette.tsx")).Palette }));

const Closing = lazy(async () => {
  const [{ ClosingPage }] = await Promise.all([import("../settings/ClosingPage.tsx"), loadManagement()]);
  return { default: ClosingPage };
});

/** The person's own language, appearance and clock, as soon as they are known. */
function useLook() {
  const personal = usePersonal();
  useEffect(() => {
    if (personal) applyLook(personal);
  }, [personal]);
}

/** What stands around every screen of who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  if (me.isPending) return <Splash />;
  if (me.isError) {
    return (
      <div className="boot">
        <Failed title={t("boot.unreachable")} error={me.error} retry={() => void me.refetch()} />
      </div>
    );
  }
  return (
    <MeContext value={me.data}>
      {me.data.closing_at ? (
        <Suspense>
          <Closing />
        </Suspense>
      ) : (
        <Frame />
      )}
    </MeContext>
  );
}

function Frame() {
  useAlerts();
  useBadge();
  useShortcuts();
  useIdle();
  useFreshRights();
  useAutoAccept();
  useLook();
  const searching = useStore(paletteStore, (state) => state.open);
  const [searched, setSearched] = useState(false);
  if (searching && !searched) setSearched(true);
  // On phones an open conversation takes the whole screen.
  const { pathname } = useLocation();
  return (
    <div className="app" data-full={/^\/(desk|internal|monitor)\/./.test(pathname) || undefined}>
      <Rail />
      <div className="app-main">
        <ConnectionBanner />
        <NoticeBar />
        <Outlet />
      </div>
      <StatusBar />
      <PhoneBar />
      {searched && (
        <Suspense>
          <Palette />
        </Suspense>
      )}
      <SignOut />
      <SignedOut />
      <Shortcuts />
      <Toasts>
        <TransferOffers />
      </Toasts>
    </div>
  );
}
