import type { Me, Right, StaffRole } from "@parlor/protocol";
import { queryOptions } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { createContext, useContext } from "react";
import { call } from "../api/session.ts";

export const meQuery = queryOptions({ queryKey: ["me"], queryFn: ({ signal }) => call("get_me", {}, signal) });

export const MeContext = createContext<Me | null>(null);

/** Who is signed in. Inside the shell it is always known. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("outside the shell");
  return me;
}

/** Whether to show what would be refused otherwise; the server decides. */
export const may = (me: Me, right: Right) => me.rights.includes(right);

/** Of somebody's role, which may be one of the company's own. */
export const roleName = (t: TFunction, { role, role_name }: { role: string; role_name?: string }) =>
  role_name || (isFixed(role) ? t(`role.${role}`) : "–");

export const isFixed = (role: string): role is StaffRole => ["agent", "supervisor", "admin"].includes(role);
