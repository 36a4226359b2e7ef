import { fullTime, shortTime } from "@parlor/design";
import type { ApiKey } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { KeySquare, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useNow } from "../../live/index.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { RowActs } from "../../shared/RowActs.tsx";
import { Empty } from "../../shared/States.tsx";
import { KeyDrawer } from "./KeyDrawer.tsx";
import { apiKeysQuery } from "./query.ts";
import "../library/library.css";

const SOON_MS = 7 * 24 * 3_600_000;

/** API 密钥: with what the company's own programs ask the API. */
export function ApiKeysScreen() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useQuery(apiKeysQuery);
  const keys = list.data?.keys ?? [];
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<ApiKey>();
  return (
    <main className="page list-page">
      <PageHead title={t("manage.apiKeys")}>
        <Button type="primary" icon={<Plus size={16} />} onClick={() => setAdding(true)} data-testid="key-add">
          {t("apiKeys.add")}
        </Button>
      </PageHead>
      <div className="list-main page-fill">
        <ListBody
          query={list}
          count={keys.length}
          notLoaded={t("apiKeys.notLoaded")}
          skeleton={{ rows: 4, columns: 4 }}
          empty={
            <Empty icon={KeySquare} title={t("apiKeys.none")} text={t("apiKeys.noneText")}>
              <Button onClick={() => setAdding(true)}>{t("apiKeys.add")}</Button>
            </Empty>
          }
        >
          <table className="plain one-line library-table">
            <thead>
              <tr>
                <th>{t("apiKeys.name")}</th>
                <th>{t("apiKeys.scopes")}</th>
                <th className="phone-off">{t("apiKeys.addresses")}</th>
                <th>{t("apiKeys.expires")}</th>
                <th>{t("apiKeys.used")}</th>
                <ActsHead />
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <KeyRow key={key.key_id} item={key} onDelete={() => setDeleting(key)} />
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
      {adding && <KeyDrawer scopes={list.data?.scopes ?? []} onClose={() => setAdding(false)} />}
      {deleting && (
        <DeleteDialog
          title={t("apiKeys.deleteTitle", { name: deleting.name })}
          text={t("apiKeys.deleteText")}
          run={async () => {
            await call("delete_api_key", { path: { key_id: deleting.key_id } });
            await client.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </main>
  );
}

function KeyRow({ item, onDelete }: { item: ApiKey; onDelete: () => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow(60_000);
  const short = (at: number) => shortTime(at, now, i18n.language, { exact: true });
  const scopes = item.scopes.map((scope) => t(`apiKeys.scope.${scope}`)).join(t("common.comma"));
  const ends = item.expires_at;
  return (
    <tr data-testid="key-row" data-name={item.name}>
      <td>
        <span className="medium">{item.name}</span>
        <span className="t3 f12"> · {item.created_by}</span>
      </td>
      <td className="t2 cut fill phone-wide" title={scopes}>
        {scopes}
      </td>
      <td className="t2 phone-off">{item.addresses?.join(", ") || t("apiKeys.anywhere")}</td>
      <td title={ends === undefined ? undefined : fullTime(ends)}>
        {ends === undefined ? (
          <span className="t2">{t("apiKeys.never")}</span>
        ) : ends <= now ? (
          <span className="tag late">{t("apiKeys.over")}</span>
        ) : (
          <span className={ends - now < SOON_MS ? "tag wait" : "t2"}>{short(ends)}</span>
        )}
      </td>
      <td className="t2" title={item.last_used_at === undefined ? undefined : fullTime(item.last_used_at)}>
        {item.last_used_at === undefined ? t("apiKeys.unused") : short(item.last_used_at)}
      </td>
      <td className="right phone-end library-acts">
        <RowActs name={item.name} onDelete={onDelete} testId="key" />
      </td>
    </tr>
  );
}
