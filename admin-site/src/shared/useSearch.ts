import { useCallback, useEffect, useRef } from "react";
import { useSearchParams } from "react-router";

type Search = ReturnType<typeof useSearchParams>;

/**
 * The parameters of the address, and how to set them.
 *
 * Setting them when their screen has been left changes nothing: an answer that comes late, of a pane that was saved say,
 * would otherwise take its reader back to the screen that the pane stood on.
 */
export function useSearch(): Search {
  const [search, setSearch] = useSearchParams();
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const set = useCallback<Search[1]>((...change) => shown.current && setSearch(...change), [setSearch]);
  return [search, set];
}
