import type { DownloadView } from "@parlor/protocol";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Segmented } from "antd";
import { DownloadCloud, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { Empty } from "../../shared/States.tsx";
import { DownloadRow } from "./DownloadRow.tsx";
import { downloadsKey, isOpen } from "./wanted.ts";
import { useDownloadWords } from "./words.ts";
import "../../shared/side-drawer.css";
import "../library/library.css";
import "./downloads.css";

/** While something is being made. */
const LOOK_MS = 2_000;

/** 下载中心: files that are made behind the scenes, how far they are, and the way to them. */
export function DownloadsScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const words = useDownloadWords();
  const [whose, setWhose] = useState<"mine" | "all">("mine");
  const [deleting, setDeleting] = useState<DownloadView>();
  const list = useInfiniteQuery({
    queryKey: [...downloadsKey, whose],
    queryFn: ({ pageParam, signal }) =>
      call("list_downloads", { query: { ...(whose === "all" ? { all: "1" } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.downloads.some(isOpen)) ? LOOK_MS : false),
    staleTime: 0,
  });
  const downloads = list.data?.pages.flatMap((page) => page.downloads) ?? [];
  const look = () => client.invalidateQueries({ queryKey: downloadsKey });
  const act = useMutation({
    mutationFn: async ({ what, download_id }: { what: "cancel" | "fetch"; download_id: string }) => {
      if (what === "cancel") await call("cancel_download", { path: { download_id } });
      else window.location.assign((await call("open_download", { path: { download_id } })).url);
    },
    onSettled: look,
  });

  return (
    <main className="page list-page">
      <PageHead title={t("manage.downloads")}>
        {may(me, "read_audit") && (
          <Segmented
            value={whose}
            onChange={setWhose}
            options={[
              { value: "mine" as const, label: t("downloads.mine") },
              { value: "all" as const, label: t("downloads.all") },
            ]}
            data-testid="downloads-whose"
          />
        )}
      </PageHead>
      <div className="list-main page-fill">
        {act.isError && (
          <div className="banner bad downloads-problem" role="alert">
            <TriangleAlert size={16} aria-hidden />
            <span className="grow">{words.problem(act.error)}</span>
            <button type="button" className="icon-button small" aria-label={t("common.close")} onClick={() => act.reset()}>
              <X size={16} />
            </button>
          </div>
        )}
        <ListBody
          query={list}
          count={downloads.length}
          notLoaded={t("downloads.notLoaded")}
          skeleton={{ rows: 6, columns: 5 }}
          empty={<Empty icon={DownloadCloud} title={t("downloads.none")} text={t("downloads.noneText")} />}
        >
          <table className="plain one-line library-table downloads">
            <thead>
              <tr>
                <th>{t("downloads.what")}</th>
                <th>{t("downloads.format")}</th>
                <th>{t("downloads.state")}</th>
                <th className="right">{t("downloads.size")}</th>
                {whose === "all" && <th>{t("downloads.by")}</th>}
                <th className="right">{t("downloads.at")}</th>
                <th className="right">{t("downloads.until")}</th>
                <ActsHead />
              </tr>
            </thead>
            <tbody>
              {downloads.map((download) => (
                <DownloadRow
                  key={download.download_id}
                  download={download}
                  by={whose === "all"}
                  busy={act.isPending && act.variables.download_id === download.download_id}
                  onFetch={() => act.mutate({ what: "fetch", download_id: download.download_id })}
                  onCancel={() => act.mutate({ what: "cancel", download_id: download.download_id })}
                  onDelete={() => setDeleting(download)}
                />
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
      {deleting && (
        <DeleteDialog
          title={t("downloads.deleteTitle", { what: words.title(deleting.wanted) })}
          text={t("downloads.deleteText")}
          run={async () => {
            await call("delete_download", { path: { download_id: deleting.download_id } });
            await look();
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </main>
  );
}
