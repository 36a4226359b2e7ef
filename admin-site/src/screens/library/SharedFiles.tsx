import type { SharedFile } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { FolderOpen, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { fileSign, fileSize } from "../../shared/file-size.ts";
import { ListBody } from "../../shared/ListBody.tsx";
import { sharedFilesQuery } from "../../shared/library.ts";
import { may, useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { RowActs } from "../../shared/RowActs.tsx";
import { Empty } from "../../shared/States.tsx";
import { FileDrawer } from "./FileDrawer.tsx";
import { itemsIn, type Place } from "./filter.ts";
import { Places } from "./Places.tsx";
import { Search } from "./Search.tsx";
import "../../shared/side-drawer.css";
import "./library.css";

const NONE: readonly SharedFile[] = [];

/** 常用文件: what agents send again and again, without uploading it again. */
export function SharedFilesScreen() {
  const { t } = useTranslation();
  const lead = may(useMe(), "keep_library");
  const client = useQueryClient();
  const list = useQuery(sharedFilesQuery);
  const files = list.data?.files ?? NONE;
  const [place, setPlace] = useState<Place>({});
  const [query, setQuery] = useState("");
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<SharedFile>();
  const shown = itemsIn(files, place, query, (file) => `${file.title} ${file.name}`).sort((a, b) => a.title.localeCompare(b.title));

  return (
    <main className="page list-page">
      <PageHead title={t("manage.files")}>
        {lead && (
          <Button type="primary" icon={<Plus size={16} />} onClick={() => setAdding(true)} data-testid="file-add">
            {t("files.add")}
          </Button>
        )}
      </PageHead>
      <div className="list-page-body">
        <Places label={t("manage.files")} items={files} place={place} onPlace={setPlace} />
        <div className="list-main">
          <div className="list-filters">
            <Search label={t("files.find")} value={query} onChange={setQuery} testId="files-search" />
            <span className="grow" />
            <span className="t2 f13 wide-only">{t("library.count", { count: shown.length })}</span>
          </div>
          <ListBody
            query={list}
            count={shown.length}
            notLoaded={t("files.notLoaded")}
            skeleton={{ rows: 8, columns: 3 }}
            empty={
              <Empty
                icon={FolderOpen}
                title={t(files.length > 0 ? "library.noMatch" : "files.none")}
                text={t(files.length > 0 ? "library.noMatchText" : lead ? "files.noneText" : "files.noneTextAgent")}
              >
                {files.length > 0 ? (
                  <ClearFilters
                    onClear={() => {
                      setPlace({});
                      setQuery("");
                    }}
                  />
                ) : (
                  lead && <Button onClick={() => setAdding(true)}>{t("files.add")}</Button>
                )}
              </Empty>
            }
          >
            <table className="plain one-line library-table">
              <thead>
                <tr>
                  <th>{t("files.title")}</th>
                  <th>{t("files.name")}</th>
                  <th>{t("library.folder")}</th>
                  <th className="narrow-off">{t("files.addedBy")}</th>
                  <th className="right">{t("files.size")}</th>
                  <ActsHead />
                </tr>
              </thead>
              <tbody>
                {shown.map((file) => (
                  <tr key={file.file_id} data-testid="file-row" data-title={file.title}>
                    <td className="medium cut" style={{ maxWidth: 260 }}>
                      <span className="row">
                        <span className="file-sign" aria-hidden="true">
                          {fileSign(file.name, file.type)}
                        </span>
                        <span className="cut">{file.title}</span>
                      </span>
                    </td>
                    <td className="cut t2 phone-wide fill" title={file.name}>
                      {file.name}
                    </td>
                    <td className="phone-off">{file.folder && <span className="tag">{file.folder}</span>}</td>
                    <td className="t2 phone-off narrow-off">{file.added_by}</td>
                    <td className="right phone-off">{fileSize(file.size)}</td>
                    <td className="right phone-end library-acts">
                      {lead && <RowActs name={file.title} onDelete={() => setDeleting(file)} testId="file" />}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ListBody>
        </div>
      </div>
      {adding && (
        <FileDrawer
          place={place}
          folders={[...new Set(files.map((file) => file.folder))].filter(Boolean)}
          onClose={() => setAdding(false)}
        />
      )}
      {deleting && (
        <DeleteDialog
          title={t("phrases.deleteTitle", { name: deleting.title })}
          text={t("files.deleteText")}
          run={async () => {
            await call("delete_shared_file", { path: { file_id: deleting.file_id } });
            await client.invalidateQueries({ queryKey: sharedFilesQuery.queryKey });
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </main>
  );
}
