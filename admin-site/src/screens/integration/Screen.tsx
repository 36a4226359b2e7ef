import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { PageHead } from "../../shared/PageHead.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { CheckCard } from "./CheckCard.tsx";
import { CodeCards } from "./CodeCards.tsx";
import { identityQuery } from "./identity-query.ts";
import { SecretCard } from "./SecretCard.tsx";
import { TryCard } from "./TryCard.tsx";
import "./integration.css";

/** 集成接口: the site says who is signed in, and signs it. */
export function IntegrationScreen() {
  const { t } = useTranslation();
  const identity = useQuery(identityQuery);
  return (
    <main className="page">
      <PageHead title={t("manage.integration")} />
      <div className="page-body integration">
        {identity.isPending && (
          <div className="card">
            <SkeletonRows rows={6} height={56} columns={2} />
          </div>
        )}
        {identity.isError && !identity.data && (
          <div className="card">
            <Failed title={t("integration.notLoaded")} error={identity.error} retry={() => void identity.refetch()} />
          </div>
        )}
        {identity.data && (
          <>
            <div className="integration-main">
              <SecretCard settings={identity.data} />
              <CodeCards />
            </div>
            <div className="integration-side">
              <CheckCard report={identity.data.report} />
              <TryCard />
            </div>
          </>
        )}
      </div>
    </main>
  );
}
