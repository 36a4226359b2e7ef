import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, SkeletonRows } from "./States.tsx";
import "./list-body.css";

/** What a list needs to know of its query: one of React Query's, of one answer or of pages. */
interface ListQuery {
  isPending: boolean;
  isError: boolean;
  isSuccess: boolean;
  error: unknown;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?: () => unknown;
}

interface Props {
  query: ListQuery;
  /** How many rows there are to show. */
  count: number;
  /** Said when the query failed. */
  notLoaded: string;
  /** Shown where there is nothing. */
  empty: ReactNode;
  /** Of the grey rows that stand there while the first answer is awaited. */
  skeleton: { rows: number; columns: number };
  /** The button for the next page; absent: "load more". */
  more?: string;
  /** The table. */
  children: ReactNode;
}

/** A list in each of its states: loading, failed, empty, there, and with more to come. */
export function ListBody({ query, count, notLoaded, empty, skeleton, more, children }: Props) {
  const { t } = useTranslation();
  const some = count > 0 || query.hasNextPage;
  return (
    <>
      {query.isPending && <SkeletonRows {...skeleton} />}
      {query.isError && <Failed title={notLoaded} error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && !some && empty}
      {some && (
        <div className="table-scroll">
          {children}
          {query.hasNextPage && (
            <div className="list-foot">
              <Button loading={query.isFetchingNextPage === true} onClick={() => void query.fetchNextPage?.()}>
                {more ?? t("common.loadMore")}
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}
