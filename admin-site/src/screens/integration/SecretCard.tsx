import { fullTime } from "@parlor/design";
import type { IdentitySettings } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Eye, EyeOff, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { type Overlap, RotateSecretDialog } from "../../shared/RotateSecretDialog.tsx";
import { identityQuery } from "./identity-query.ts";

const HIDDEN = "•".repeat(24);

/** The secret is fetched when somebody wants to see it, and forgotten with the screen. */
export function SecretCard({ settings }: { settings: IdentitySettings }) {
  const { t } = useTranslation();
  const me = useMe();
  const [rotating, setRotating] = useState(false);
  const reveal = useMutation({ mutationFn: () => call("reveal_identity_secret", {}) });
  const secret = reveal.data?.secret_version === settings.secret_version ? reveal.data.secret : undefined;
  const { previous_until: until } = settings;
  const client = useQueryClient();
  const rotate = async (overlap_hours: Overlap) => {
    try {
      client.setQueryData(
        identityQuery.queryKey,
        await call("rotate_identity_secret", { body: { version: settings.version, overlap_hours } }),
      );
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "conflict") void client.invalidateQueries({ queryKey: identityQuery.queryKey });
      throw error;
    }
  };
  return (
    <section className="card integration-card">
      <h2>{t("integration.secret")}</h2>
      <p className="t2 f13">{t("integration.secretText")}</p>
      {secret ? (
        <CopyBox text={secret} testId="identity-secret" />
      ) : (
        <div className="snippet" data-testid="identity-secret-hidden">
          <pre>
            <code>{`parlor_id_v${settings.secret_version}_${HIDDEN}`}</code>
          </pre>
        </div>
      )}
      {reveal.isError && (
        <p className="banner bad" role="alert">
          {problemText(t, reveal.error)}
        </p>
      )}
      {until !== undefined && until > Date.now() && (
        <p className="banner" data-testid="identity-overlap">
          {t("integration.overlap", { time: fullTime(until, me.time_zone) })}
        </p>
      )}
      <div className="row integration-acts">
        <Button
          icon={secret ? <EyeOff size={16} /> : <Eye size={16} />}
          loading={reveal.isPending}
          onClick={() => (secret ? reveal.reset() : reveal.mutate())}
          data-testid="identity-reveal"
        >
          {t(secret ? "integration.hide" : "integration.reveal")}
        </Button>
        <Button icon={<RefreshCw size={16} />} onClick={() => setRotating(true)} data-testid="identity-rotate">
          {t("integration.rotate")}
        </Button>
      </div>
      {settings.rotated_at !== undefined && (
        <p className="t3 f12">
          {t("integration.rotated", { name: settings.rotated_by ?? "", time: fullTime(settings.rotated_at, me.time_zone) })}
        </p>
      )}
      {rotating && (
        <RotateSecretDialog
          title={t("integration.rotateTitle")}
          text={t("integration.rotateText")}
          rotate={rotate}
          onClose={() => setRotating(false)}
          testId="identity"
        />
      )}
    </section>
  );
}
