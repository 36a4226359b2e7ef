import type { Scope } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { foldersOf, type Place, placeKey } from "./filter.ts";

interface Props {
  label: string;
  items: readonly { scope?: Scope; folder: string }[];
  place: Place;
  onPlace: (place: Place) => void;
  /** Things that are the company's alone have no choice of whose they are. */
  withScopes?: boolean;
}

/** The categories at the left of a library: whose, and in which folder. */
export function Places({ label, items, place, onPlace, withScopes }: Props) {
  const { t } = useTranslation();
  const of = (scope: Scope) => items.filter((item) => item.scope === scope).length;
  const inScope = place.scope ? items.filter((item) => item.scope === place.scope) : items;
  const folders = foldersOf(inScope);
  const scopes: [Place, string, number][] = [
    [{}, t("library.all"), items.length],
    ...(withScopes
      ? ([
          [{ scope: "company" }, t("library.company"), of("company")],
          [{ scope: "personal" }, t("library.personal"), of("personal")],
        ] as [Place, string, number][])
      : []),
  ];
  return (
    <nav className="categories library-places" aria-label={label}>
      {scopes.map(([each, name, count]) => (
        <button
          key={placeKey(each)}
          type="button"
          aria-pressed={place.scope === each.scope && place.folder === undefined}
          onClick={() => onPlace(each)}
          data-testid="library-scope"
          data-scope={each.scope ?? "all"}
        >
          {name} <span className="t3">{count}</span>
        </button>
      ))}
      {folders.some(({ folder }) => folder !== "") && (
        <>
          <h3 className="categories-head">{t("library.folders")}</h3>
          {folders.map(({ folder, count }) => (
            <button
              key={folder}
              type="button"
              aria-pressed={place.folder === folder}
              onClick={() => onPlace({ ...(place.scope ? { scope: place.scope } : {}), folder })}
              data-testid="library-folder"
              data-folder={folder}
            >
              <span className="cut">{folder || t("library.noFolder")}</span> <span className="t3">{count}</span>
            </button>
          ))}
        </>
      )}
    </nav>
  );
}
