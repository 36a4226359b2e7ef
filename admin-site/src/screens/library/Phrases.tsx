import type { CannedPhrase } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { Download, Ellipsis, Plus, Upload, Zap } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { download } from "../../shared/csv.ts";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { phrasesQuery } from "../../shared/library.ts";
import { may, useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { RowActs } from "../../shared/RowActs.tsx";
import { Empty } from "../../shared/States.tsx";
import { phrasesCsv } from "./csv.ts";
import { itemsIn, type Place } from "./filter.ts";
import { ImportDialog } from "./ImportDialog.tsx";
import { PhraseDrawer } from "./PhraseDrawer.tsx";
import { Places } from "./Places.tsx";
import { Search } from "./Search.tsx";
import "../../shared/side-drawer.css";
import "./library.css";

const NONE: readonly CannedPhrase[] = [];

/** 常用语: the company's and one's own, in folders, the most used first. */
export function PhrasesScreen() {
  const { t } = useTranslation();
  const lead = may(useMe(), "keep_library");
  const client = useQueryClient();
  const list = useQuery(phrasesQuery);
  const phrases = list.data?.phrases ?? NONE;
  const [place, setPlace] = useState<Place>({});
  const [query, setQuery] = useState("");
  const [editing, setEditing] = useState<CannedPhrase | "new">();
  const [deleting, setDeleting] = useState<CannedPhrase>();
  const [importing, setImporting] = useState(false);
  const shown = itemsIn(phrases, place, query, (phrase) => `${phrase.shortcut} ${phrase.title} ${phrase.text}`).sort(
    (a, b) => (b.uses ?? 0) - (a.uses ?? 0) || a.title.localeCompare(b.title),
  );
  const mayChange = (phrase: CannedPhrase) => phrase.scope === "personal" || lead;
  const exportShown = () => download(`${t("manage.phrases")}.csv`, phrasesCsv(shown));

  return (
    <main className="page list-page">
      <PageHead title={t("manage.phrases")}>
        <span className="row wide-only">
          <Button icon={<Upload size={16} />} onClick={() => setImporting(true)} data-testid="phrases-import">
            {t("library.import")}
          </Button>
          <Button icon={<Download size={16} />} disabled={shown.length === 0} onClick={exportShown} data-testid="phrases-export">
            {t("library.export")}
          </Button>
        </span>
        <Button type="primary" icon={<Plus size={16} />} onClick={() => setEditing("new")} data-testid="phrase-add">
          {t("phrases.add")}
        </Button>
        <Dropdown
          trigger={["click"]}
          menu={{
            items: [
              { key: "import", icon: <Upload size={16} />, label: t("library.import"), onClick: () => setImporting(true) },
              {
                key: "export",
                icon: <Download size={16} />,
                label: t("library.export"),
                disabled: shown.length === 0,
                onClick: exportShown,
              },
            ],
          }}
        >
          <button type="button" className="icon-button library-more" aria-label={t("common.more")}>
            <Ellipsis size={20} />
          </button>
        </Dropdown>
      </PageHead>
      <div className="list-page-body">
        <Places label={t("manage.phrases")} items={phrases} place={place} onPlace={setPlace} withScopes />
        <div className="list-main">
          <div className="list-filters">
            <Search label={t("phrases.find")} value={query} onChange={setQuery} testId="phrases-search" />
            <span className="grow" />
            <span className="t2 f13 wide-only">{t("library.count", { count: shown.length })}</span>
          </div>
          <ListBody
            query={list}
            count={shown.length}
            notLoaded={t("phrases.notLoaded")}
            skeleton={{ rows: 8, columns: 4 }}
            empty={
              <Empty
                icon={Zap}
                title={t(phrases.length > 0 ? "library.noMatch" : "phrases.none")}
                text={t(phrases.length > 0 ? "library.noMatchText" : "phrases.noneText")}
              >
                {phrases.length > 0 ? (
                  <ClearFilters
                    onClear={() => {
                      setPlace({});
                      setQuery("");
                    }}
                  />
                ) : (
                  <Button onClick={() => setEditing("new")}>{t("phrases.add")}</Button>
                )}
              </Empty>
            }
          >
            <table className="plain one-line library-table">
              <thead>
                <tr>
                  <th>{t("phrases.shortcut")}</th>
                  <th>{t("phrases.title")}</th>
                  <th>{t("phrases.text")}</th>
                  <th>{t("library.folder")}</th>
                  <th className="narrow-off">{t("library.whose")}</th>
                  <th className="right">{t("phrases.uses")}</th>
                  <ActsHead />
                </tr>
              </thead>
              <tbody>
                {shown.map((phrase) => (
                  <tr key={phrase.phrase_id} data-testid="phrase-row" data-title={phrase.title}>
                    <td className="phone-off">{phrase.shortcut && <span className="accent-text">/{phrase.shortcut}</span>}</td>
                    <td className="medium cut" style={{ maxWidth: 200 }}>
                      {phrase.title}
                    </td>
                    <td className="cut t2 phone-wide fill" title={phrase.text}>
                      {phrase.text}
                    </td>
                    <td className="phone-off">{phrase.folder && <span className="tag">{phrase.folder}</span>}</td>
                    <td className="t2 phone-off narrow-off">{t(`library.${phrase.scope}`)}</td>
                    <td className="right phone-off">{phrase.uses ? phrase.uses : ""}</td>
                    <td className="right phone-end library-acts">
                      {mayChange(phrase) && (
                        <RowActs
                          name={phrase.title}
                          onEdit={() => setEditing(phrase)}
                          onDelete={() => setDeleting(phrase)}
                          testId="phrase"
                        />
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
        <PhraseDrawer
          key={editing === "new" ? "new" : editing.phrase_id}
          phrase={editing === "new" ? undefined : editing}
          place={place}
          folders={[...new Set(phrases.map((phrase) => phrase.folder))].filter(Boolean)}
          onClose={() => setEditing(undefined)}
        />
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
      {deleting && (
        <DeleteDialog
          title={t("phrases.deleteTitle", { name: deleting.title })}
          text={t(deleting.scope === "company" ? "library.deleteCompany" : "library.deletePersonal")}
          run={async () => {
            await call("delete_canned_phrase", { path: { phrase_id: deleting.phrase_id } });
            await client.invalidateQueries({ queryKey: phrasesQuery.queryKey });
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </main>
  );
}
