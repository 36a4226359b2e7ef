import type { CannedPhrase, SavedLink, SharedFile } from "@parlor/protocol";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { linksQuery, phrasesQuery, sharedFilesQuery } from "../../../shared/library.ts";
import { findPhrases, findTitled, foldersOf } from "../canned.ts";

export const TABS = ["phrases", "links", "files"] as const;
export type Tab = (typeof TABS)[number];
/** Whose: everybody's, the company's, one's own. */
export type Whose = "all" | "company" | "personal";

export type Choice =
  | { kind: "phrases"; id: string; phrase: CannedPhrase }
  | { kind: "links"; id: string; link: SavedLink }
  | { kind: "files"; id: string; file: SharedFile };

export interface Filter {
  tab: Tab;
  query: string;
  whose: Whose;
  folder: string | undefined;
}

export interface Library {
  choices: readonly Choice[];
  folders: readonly string[];
  asked: UseQueryResult<unknown>;
}

/** What the picker lists: phrases, links and files at hand, as far as they fit. */
export function useLibrary({ tab, query, whose, folder }: Filter, open: boolean): Library {
  const phrases = useQuery({ ...phrasesQuery, enabled: open });
  const links = useQuery({ ...linksQuery, enabled: open && tab === "links" });
  const files = useQuery({ ...sharedFilesQuery, enabled: open && tab === "files" });
  const fits = (item: { scope?: string; folder: string }) =>
    (whose === "all" || item.scope === undefined || item.scope === whose) && (folder === undefined || item.folder === folder);
  switch (tab) {
    case "phrases": {
      const all = phrases.data?.phrases ?? [];
      const found = findPhrases(all.filter(fits), query);
      return { choices: found.map((phrase) => ({ kind: tab, id: phrase.phrase_id, phrase })), folders: foldersOf(all), asked: phrases };
    }
    case "links": {
      const all = links.data?.links ?? [];
      const found = findTitled(all.filter(fits), query, (link) => link.url);
      return { choices: found.map((link) => ({ kind: tab, id: link.link_id, link })), folders: foldersOf(all), asked: links };
    }
    case "files": {
      const all = files.data?.files ?? [];
      const found = findTitled(all.filter(fits), query, (file) => file.name);
      return { choices: found.map((file) => ({ kind: tab, id: file.file_id, file })), folders: foldersOf(all), asked: files };
    }
  }
}
