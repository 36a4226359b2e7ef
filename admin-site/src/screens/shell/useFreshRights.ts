import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "../../live/index.ts";
import { meQuery } from "../../shared/me.tsx";

/** A change of rights closes the desk's socket: with every new one, what this person may do is asked for again. */
export function useFreshRights(): void {
  const client = useQueryClient();
  const open = useLive((state) => state.link.status === "open");
  const openings = useRef(0);
  useEffect(() => {
    if (!open) return;
    openings.current += 1;
    if (openings.current > 1) void client.invalidateQueries({ queryKey: meQuery.queryKey });
  }, [open, client]);
}
