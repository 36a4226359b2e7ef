import type { ParkedItem } from "@parlor/protocol";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { PackageOpen, RotateCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { FormProblem } from "../../shared/form.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { Empty } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { ParkedRow } from "./Row.tsx";
import "../../shared/side-drawer.css";
import "./parked.css";

const KINDS = ["mail", "timer", "record", "report", "download", "other"] as const;
type Kind = (typeof KINDS)[number];
/** While something is being done, it is looked at again. */
const LOOK_AGAIN_MS = 3_000;

/** 搁置的任务: what was tried several times and given up; done after all, or let go. */
export function ParkedScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>();
  const [dismissing, setDismissing] = useState<ParkedItem>();
  const [asked, setAsked] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ["parked", kind],
    staleTime: 0,
    queryFn: ({ pageParam, signal }) =>
      call("list_parked", { query: { ...(kind ? { kind } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
    refetchInterval: (query) =>
      asked || query.state.data?.pages.some((page) => page.parked.some((each) => each.state === "again")) ? LOOK_AGAIN_MS : false,
  });
  const rows = list.data?.pages.flatMap((page) => page.parked) ?? [];
  const replay = useMutation({
    mutationFn: (parkedId: string | undefined) =>
      call("replay_parked", { body: parkedId ? { parked_id: parkedId } : kind ? { kind } : {} }),
    onSuccess: async () => {
      setAsked(true);
      toast({ tone: "good", text: t("parked.asked") });
      await client.invalidateQueries({ queryKey: ["parked"] });
    },
  });
  const acts = may(me, "keep_company");
  return (
    <main className="page list-page">
      <PageHead title={t("manage.parked")}>
        {acts && (
          <Button
            icon={<RotateCw size={16} />}
            loading={replay.isPending && replay.variables === undefined}
            disabled={!rows.some((each) => each.state === "waiting")}
            onClick={() => replay.mutate(undefined)}
            data-testid="parked-replay-all"
          >
            {t(kind ? "parked.replayShown" : "parked.replayAll")}
          </Button>
        )}
      </PageHead>
      <div className="list-main page-fill">
        <div className="list-filters">
          <Select
            className="records-agent"
            allowClear
            placeholder={t("parked.allKinds")}
            aria-label={t("parked.kind")}
            value={kind ?? null}
            onChange={(next: Kind | null) => setKind(next ?? undefined)}
            options={KINDS.map((each) => ({ value: each, label: t(`parked.kinds.${each}`) }))}
            data-testid="parked-kind"
          />
        </div>
        <FormProblem problem={replay.error} />
        <ListBody
          query={list}
          count={rows.length}
          notLoaded={t("parked.notLoaded")}
          skeleton={{ rows: 6, columns: 5 }}
          empty={
            <Empty icon={PackageOpen} title={t(kind ? "parked.noneOfKind" : "parked.none")} text={t("parked.noneText")}>
              {kind && <ClearFilters onClear={() => setKind(undefined)} />}
            </Empty>
          }
        >
          <table className="plain one-line parked">
            <thead>
              <tr>
                <th>{t("parked.what")}</th>
                <th>{t("parked.why")}</th>
                <th className="right">{t("parked.tries")}</th>
                <th>{t("parked.state")}</th>
                <th className="right">{t("parked.at")}</th>
                {acts && (
                  <th>
                    <span className="sr">{t("library.acts")}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((parked) => (
                <ParkedRow
                  key={parked.parked_id}
                  parked={parked}
                  acts={acts}
                  onReplay={() => replay.mutate(parked.parked_id)}
                  onDismiss={() => setDismissing(parked)}
                />
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
      {dismissing && (
        <DeleteDialog
          title={t("parked.dismissTitle")}
          text={t("parked.dismissText")}
          confirm={t("parked.dismiss")}
          run={async () => {
            await call("dismiss_parked", { path: { parked_id: dismissing.parked_id } });
            await client.invalidateQueries({ queryKey: ["parked"] });
          }}
          onClose={() => setDismissing(undefined)}
        />
      )}
    </main>
  );
}
