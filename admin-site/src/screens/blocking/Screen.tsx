import { fullTime, shortTime } from "@parlor/design";
import type { Block } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Ban, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useNow } from "../../live/index.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { RowActs } from "../../shared/RowActs.tsx";
import { Empty } from "../../shared/States.tsx";
import { Search } from "../library/Search.tsx";
import { BlockDialog } from "./BlockDialog.tsx";
import { blockState } from "./block-state.ts";
import { blocksQuery } from "./blocks-query.ts";
import "../library/library.css";

const TAGS = { planned: "system", holds: "accent", over: "" } as const;
const NONE: readonly Block[] = [];
const nameOf = (block: Block) => block.visitor_number ?? block.value;

/** 黑名单: whom the company keeps out, how, until when, and how often it has worked. */
export function BlocksScreen() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useQuery(blocksQuery);
  const blocks = list.data?.blocks ?? NONE;
  const [query, setQuery] = useState("");
  const [editing, setEditing] = useState<Block | "new">();
  const [deleting, setDeleting] = useState<Block>();
  const wanted = query.trim().toLowerCase();
  const shown = blocks.filter((block) => `${nameOf(block)} ${block.value} ${block.reason} ${block.by_name}`.toLowerCase().includes(wanted));
  return (
    <main className="page list-page">
      <PageHead title={t("manage.blocks")}>
        <Button type="primary" icon={<Plus size={16} />} onClick={() => setEditing("new")} data-testid="block-add">
          {t("blocks.add")}
        </Button>
      </PageHead>
      <div className="list-main page-fill">
        <div className="list-filters">
          <Search label={t("blocks.find")} value={query} onChange={setQuery} testId="blocks-search" />
          <span className="grow" />
          <span className="t2 f13 wide-only">{t("library.count", { count: shown.length })}</span>
        </div>
        <ListBody
          query={list}
          count={shown.length}
          notLoaded={t("blocks.notLoaded")}
          skeleton={{ rows: 8, columns: 5 }}
          empty={
            <Empty
              icon={Ban}
              title={t(blocks.length > 0 ? "library.noMatch" : "blocks.none")}
              text={t(blocks.length > 0 ? "blocks.noMatchText" : "blocks.noneText")}
            >
              {blocks.length > 0 ? (
                <ClearFilters onClear={() => setQuery("")} />
              ) : (
                <Button onClick={() => setEditing("new")}>{t("blocks.add")}</Button>
              )}
            </Empty>
          }
        >
          <table className="plain one-line library-table">
            <thead>
              <tr>
                <th>{t("blocks.who")}</th>
                <th>{t("blocks.state")}</th>
                <th>{t("blocks.effect")}</th>
                <th>{t("blocks.reason")}</th>
                <th>{t("blocks.until")}</th>
                <th className="right">{t("blocks.hits")}</th>
                <th>{t("blocks.byName")}</th>
                <ActsHead />
              </tr>
            </thead>
            <tbody>
              {shown.map((block) => (
                <BlockRow key={block.block_id} block={block} onEdit={() => setEditing(block)} onDelete={() => setDeleting(block)} />
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
      {editing && <BlockDialog block={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} />}
      {deleting && (
        <DeleteDialog
          title={t("phrases.deleteTitle", { name: nameOf(deleting) })}
          text={t("blocks.deleteText")}
          run={async () => {
            await call("delete_block", { path: { block_id: deleting.block_id } });
            await client.invalidateQueries({ queryKey: blocksQuery.queryKey });
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </main>
  );
}

function BlockRow({ block, onEdit, onDelete }: { block: Block; onEdit: () => void; onDelete: () => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow(30_000);
  const state = blockState(block, now);
  const name = nameOf(block);
  const time = (at: number) => shortTime(at, now, i18n.language, { exact: true });
  return (
    <tr data-testid="block-row" data-value={block.value} data-state={state}>
      <td>
        <span className="medium">{name}</span> <span className="tag">{t(`blocks.kinds.${block.kind}`)}</span>
      </td>
      <td>
        <span className={`tag ${TAGS[state]}`} title={state === "planned" ? fullTime(block.from_at) : undefined}>
          {t(`blocks.states.${state}`)}
        </span>
      </td>
      <td className="t2 phone-off">{t(`blocks.effects.${block.effect}`)}</td>
      <td className="cut phone-wide fill" title={block.reason}>
        {block.reason}
      </td>
      <td className="t2" title={block.until ? fullTime(block.until) : undefined}>
        {block.until ? time(block.until) : t("blocks.forever")}
      </td>
      <td className="right" title={block.last_hit_at ? t("blocks.lastHit", { time: fullTime(block.last_hit_at) }) : undefined}>
        <span data-testid="block-hits">{block.hits}</span>
        {block.last_hit_at && <span className="t3 f12 phone-off"> · {time(block.last_hit_at)}</span>}
      </td>
      <td className="t2 phone-off narrow-off">{block.by_name}</td>
      <td className="right phone-end library-acts">
        <RowActs name={name} onEdit={onEdit} onDelete={onDelete} testId="block" />
      </td>
    </tr>
  );
}
