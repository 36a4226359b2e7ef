import { fullTime, shortTime } from "@parlor/design";
import type { PublicationView } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { History as HistoryIcon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { Empty, Failed, SkeletonRows } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { publicationsQuery, stylesKey } from "./queries.ts";
import type { Kept } from "./useKeeper.ts";

/** What was published, when and by whom; each can be made the draft again. */
export function History({ kept, onClose }: { kept: Kept; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { keeper, editing } = kept;
  const { base } = editing;
  const query = useQuery(publicationsQuery(base.style_id, base.published_version));
  const [back, setBack] = useState<PublicationView>();
  const publications = query.data?.publications ?? [];
  const revert = async (to: number) => {
    await keeper.replace((version) => call("revert_style", { path: { style_id: base.style_id }, body: { version, to } }));
    void client.invalidateQueries({ queryKey: stylesKey });
    toast({ tone: "good", text: t("styles.reverted", { version: to }) });
    onClose();
  };
  return (
    <SideDrawer
      label={t("styles.history")}
      title={<h2>{t("styles.history")}</h2>}
      width={400}
      onClose={onClose}
      testId="style-history-drawer"
    >
      {query.isPending && <SkeletonRows rows={5} columns={1} height={52} />}
      {query.isError && <Failed title={t("styles.historyNotLoaded")} error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && publications.length === 0 && (
        <Empty icon={HistoryIcon} title={t("styles.noHistory")} text={t("styles.noHistoryText")} />
      )}
      <ol className="style-history">
        {publications.map((each) => (
          <li key={each.version} className="row" data-testid="publication">
            <div className="grow">
              <div className="medium">
                {t("styles.version", { version: each.version })}
                {each.version === base.published_version && <span className="tag good">{t("styles.state.live")}</span>}
              </div>
              <div className="t3 f12 cut" title={fullTime(each.at)}>
                {[
                  shortTime(each.at, Date.now(), i18n.language, { exact: true }),
                  [each.number, each.name].filter(Boolean).join(" ") || t("styles.bySignUp"),
                ].join(" · ")}
              </div>
            </div>
            <Button size="small" onClick={() => setBack(each)} data-testid="publication-revert">
              {t("styles.revert")}
            </Button>
          </li>
        ))}
      </ol>
      {back && (
        <DeleteDialog
          title={t("styles.revertTitle", { version: back.version })}
          text={t("styles.revertText")}
          confirm={t("styles.revert")}
          run={() => revert(back.version)}
          onClose={() => setBack(undefined)}
        />
      )}
    </SideDrawer>
  );
}
