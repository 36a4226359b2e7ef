import type { SavedLink } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Link2, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { linksQuery } from "../../shared/library.ts";
import { may, useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { RowActs } from "../../shared/RowActs.tsx";
import { Empty } from "../../shared/States.tsx";
import { WebLink } from "../../shared/WebLink.tsx";
import { itemsIn, type Place } from "./filter.ts";
import { LinkDrawer } from "./LinkDrawer.tsx";
import { Places } from "./Places.tsx";
import { Search } from "./Search.tsx";
import "../../shared/side-drawer.css";
import "./library.css";

const NONE: readonly SavedLink[] = [];

/** 常用链接 and 收藏: pages that agents push, the company's and one's own, in folders. */
export function LinksScreen() {
  const { t } = useTranslation();
  const lead = may(useMe(), "keep_library");
  const client = useQueryClient();
  const list = useQuery(linksQuery);
  const links = list.data?.links ?? NONE;
  const [place, setPlace] = useState<Place>({});
  const [query, setQuery] = useState("");
  const [editing, setEditing] = useState<SavedLink | "new">();
  const [deleting, setDeleting] = useState<SavedLink>();
  const shown = itemsIn(links, place, query, (link) => `${link.title} ${link.url}`).sort((a, b) => a.title.localeCompare(b.title));

  return (
    <main className="page list-page">
      <PageHead title={t("manage.links")}>
        <Button type="primary" icon={<Plus size={16} />} onClick={() => setEditing("new")} data-testid="link-add">
          {t("links.add")}
        </Button>
      </PageHead>
      <div className="list-page-body">
        <Places label={t("manage.links")} items={links} place={place} onPlace={setPlace} withScopes />
        <div className="list-main">
          <div className="list-filters">
            <Search label={t("links.find")} value={query} onChange={setQuery} testId="links-search" />
            <span className="grow" />
            <span className="t2 f13 wide-only">{t("library.count", { count: shown.length })}</span>
          </div>
          <ListBody
            query={list}
            count={shown.length}
            notLoaded={t("links.notLoaded")}
            skeleton={{ rows: 8, columns: 3 }}
            empty={
              <Empty
                icon={Link2}
                title={t(links.length > 0 ? "library.noMatch" : "links.none")}
                text={t(links.length > 0 ? "library.noMatchText" : "links.noneText")}
              >
                {links.length > 0 ? (
                  <ClearFilters
                    onClear={() => {
                      setPlace({});
                      setQuery("");
                    }}
                  />
                ) : (
                  <Button onClick={() => setEditing("new")}>{t("links.add")}</Button>
                )}
              </Empty>
            }
          >
            <table className="plain one-line library-table">
              <thead>
                <tr>
                  <th>{t("links.title")}</th>
                  <th>{t("links.url")}</th>
                  <th>{t("library.folder")}</th>
                  <th className="narrow-off">{t("library.whose")}</th>
                  <ActsHead />
                </tr>
              </thead>
              <tbody>
                {shown.map((link) => (
                  <tr key={link.link_id} data-testid="link-row" data-title={link.title}>
                    <td className="medium cut" style={{ maxWidth: 260 }}>
                      {link.title}
                    </td>
                    <td className="cut phone-wide fill">
                      <WebLink url={link.url}>{link.url}</WebLink>
                    </td>
                    <td className="phone-off">{link.folder && <span className="tag">{link.folder}</span>}</td>
                    <td className="t2 phone-off narrow-off">{t(`library.${link.scope}`)}</td>
                    <td className="right phone-end library-acts">
                      {(link.scope === "personal" || lead) && (
                        <RowActs name={link.title} onEdit={() => setEditing(link)} onDelete={() => setDeleting(link)} testId="link" />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ListBody>
        </div>
      </div>
      {editing && (
        <LinkDrawer
          key={editing === "new" ? "new" : editing.link_id}
          link={editing === "new" ? undefined : editing}
          place={place}
          folders={[...new Set(links.map((link) => link.folder))].filter(Boolean)}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting && (
        <DeleteDialog
          title={t("phrases.deleteTitle", { name: deleting.title })}
          text={t(deleting.scope === "company" ? "library.deleteCompany" : "library.deletePersonal")}
          run={async () => {
            await call("delete_link", { path: { link_id: deleting.link_id } });
            await client.invalidateQueries({ queryKey: linksQuery.queryKey });
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </main>
  );
}
