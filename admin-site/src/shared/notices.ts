import type { MyNotices, StaffNoticeFrame } from "@parlor/protocol";
import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { call } from "../api/session.ts";

/** What a lost push or a slept page has missed is made good after so long. */
const AGAIN_MS = 5 * 60_000;

/** The company's notices to me; the socket tells when there is another one. */
export const myNoticesQuery = queryOptions({
  queryKey: ["my-notices"],
  queryFn: ({ signal }) => call("list_my_notices", {}, signal),
  staleTime: AGAIN_MS,
  refetchInterval: AGAIN_MS,
});

export const noticesQueryKey = ["notices"] as const;

export function useMyNotices() {
  const query = useQuery(myNoticesQuery);
  const { refetch } = query;
  const next = query.data?.next_at;
  useEffect(() => {
    const wait = next === undefined ? AGAIN_MS : next - Date.now();
    // Later ones are learned of by asking now and then.
    if (wait >= AGAIN_MS) return;
    const timer = setTimeout(() => void refetch(), Math.max(wait, 1_000));
    return () => clearTimeout(timer);
  }, [next, refetch]);
  return query;
}

export function unreadNotices(mine: MyNotices | undefined): MyNotices["notices"] {
  return mine?.notices.filter((each) => !each.read) ?? [];
}

/** Takes a push into what is known. */
export function takeNotice(client: QueryClient, frame: StaffNoticeFrame): void {
  client.setQueryData(myNoticesQuery.queryKey, (known) => {
    if (!known) return known;
    const others = known.notices.filter((each) => each.notice.notice_id !== frame.notice_id);
    return { ...known, notices: frame.notice ? [{ notice: frame.notice }, ...others] : others };
  });
  void client.invalidateQueries({ queryKey: noticesQueryKey });
  // The answer knows what we have written ourselves, and so have read.
  void client.invalidateQueries({ queryKey: myNoticesQuery.queryKey });
}

/** Marks a notice as read: here at once, at the company's as soon as it answers. */
export async function readNotice(client: QueryClient, noticeId: string): Promise<void> {
  client.setQueryData(
    myNoticesQuery.queryKey,
    (known) =>
      known && {
        ...known,
        notices: known.notices.map((each) => (each.notice.notice_id === noticeId ? { ...each, read: true } : each)),
      },
  );
  try {
    await call("read_notice", { path: { notice_id: noticeId } });
  } catch {
    await client.invalidateQueries({ queryKey: myNoticesQuery.queryKey });
  }
}
