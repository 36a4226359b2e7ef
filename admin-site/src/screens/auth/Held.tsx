import type { Held } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh, signOut } from "../../api/session.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { PasswordForm } from "../access/PasswordForm.tsx";
import { ownAccessQuery } from "../access/queries.ts";
import { RecoveryCodes } from "../access/RecoveryCodes.tsx";
import { SetUp } from "../access/SetUp.tsx";
import { AuthFrame } from "./Frame.tsx";

/** What the company wants before anything else: a second factor, another password. One after the other. */
export function HeldScreen({ held }: { held: readonly Held[] }) {
  const { t } = useTranslation();
  const [codes, setCodes] = useState<readonly string[]>();
  const access = useQuery(ownAccessQuery);
  const goOn = () => void refresh().catch(() => undefined);
  const password = held[0] === "password" && codes === undefined;
  const title = codes ? t("access.codes") : t(password ? "access.heldPassword" : "access.setUpTitle");
  const text = codes ? undefined : t(password ? "access.heldPasswordText" : "access.heldSecondFactorText");
  return (
    <AuthFrame
      title={title}
      {...(text ? { text } : {})}
      foot={
        <button type="button" className="link-button" onClick={() => void signOut()} data-testid="held-sign-out">
          {t("account.signOut")}
        </button>
      }
    >
      <div className="access-held" data-testid="held">
        {codes && <RecoveryCodes codes={codes} onDone={goOn} />}
        {!codes && access.isPending && <SkeletonRows rows={3} />}
        {!codes && access.isError && <Failed title={t("access.notLoaded")} error={access.error} retry={() => void access.refetch()} />}
        {!codes && access.data && password && <PasswordForm least={access.data.password_min ?? 10} onDone={goOn} />}
        {!codes && access.data && !password && <SetUp onDone={setCodes} />}
      </div>
    </AuthFrame>
  );
}
