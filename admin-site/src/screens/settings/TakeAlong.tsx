import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Download, PackageOpen } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { currentLanguage } from "../../shared/i18n.ts";
import { useMe } from "../../shared/me.tsx";
import { downloadsKey, isOpen, mayTake, shareOf } from "../downloads/wanted.ts";
import { useDownloadWords } from "../downloads/words.ts";
import "./closing.css";

/** While the file is made. */
const LOOK_MS = 2_000;

/** 导出全部数据: everything of the company as one file, also while it is closing. */
export function TakeAlong() {
  const { t } = useTranslation();
  const me = useMe();
  const words = useDownloadWords();
  const client = useQueryClient();
  const request = useRef(crypto.randomUUID());
  const allowed = mayTake(me, "company");
  const key = [...downloadsKey, "company"];
  const made = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const { downloads } = await call("list_downloads", { query: {} }, signal);
      return downloads.find((each) => each.wanted.kind === "company" && (isOpen(each) || each.state === "done")) ?? null;
    },
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? LOOK_MS : false),
    staleTime: 0,
    enabled: allowed,
  });
  const start = useMutation({
    mutationFn: () =>
      call("start_download", {
        body: { client_id: request.current, wanted: { kind: "company" }, format: "zip", language: currentLanguage() },
      }),
    onSuccess: () => {
      request.current = crypto.randomUUID();
      return client.invalidateQueries({ queryKey: key });
    },
  });
  const fetchFile = useMutation({
    mutationFn: (download_id: string) => call("open_download", { path: { download_id } }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  if (!allowed) return null;
  const file = made.data;
  const problem = made.error ?? start.error ?? fetchFile.error;
  return (
    <div className="take-along" data-testid="take-along" data-state={file?.state ?? "none"}>
      <p className="t2 f13">{t("leaving.takeText")}</p>
      <div className="take-along-acts">
        {file && isOpen(file) ? (
          <progress value={shareOf(file)} max={1} aria-label={t("downloads.states.running")} />
        ) : (
          <Button
            icon={<PackageOpen size={16} aria-hidden />}
            loading={start.isPending}
            onClick={() => start.mutate()}
            data-testid="take-along-start"
          >
            {t(file ? "leaving.takeAgain" : "leaving.take")}
          </Button>
        )}
        {file?.state === "done" && (
          <Button
            icon={<Download size={16} aria-hidden />}
            loading={fetchFile.isPending}
            onClick={() => fetchFile.mutate(file.download_id)}
            data-testid="take-along-fetch"
          >
            {t("downloads.fetch")}
          </Button>
        )}
      </div>
      {problem && (
        <p className="banner bad" role="alert">
          {words.problem(problem)}
        </p>
      )}
    </div>
  );
}
