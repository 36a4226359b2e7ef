import type { OwnRole, Right, RightFacts, RoleList } from "@parlor/protocol";
import { queryOptions } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { call } from "../../api/session.ts";
import { isFixed, roleName } from "../../shared/me.tsx";

export const rolesQuery = queryOptions({ queryKey: ["roles"], queryFn: ({ signal }) => call("list_roles", {}, signal) });

export const FIXED = ["admin", "supervisor", "agent"] as const;

/** A role as lists show it: one of the three that every company has, or one of its own. */
export interface RoleFacts {
  id: string;
  name: string;
  rights: readonly Right[];
  /** Where its bounded rights count; absent: everywhere. */
  departments: readonly string[] | undefined;
  own: OwnRole | undefined;
}

export function allRoles(t: TFunction, list: RoleList): RoleFacts[] {
  const fixed = FIXED.map((id) => ({
    id,
    name: roleName(t, { role: id }),
    rights: list.fixed[id] ?? [],
    departments: undefined,
    own: undefined,
  }));
  return [
    ...fixed,
    ...list.roles.map((own) => ({ id: own.role_id, name: own.name, rights: own.rights, departments: own.department_ids, own })),
  ];
}

/** What of a role is known before the list of roles is there. */
export const roleOf = (t: TFunction, roles: readonly RoleFacts[], id: string): RoleFacts =>
  roles.find((role) => role.id === id) ?? {
    id,
    name: isFixed(id) ? roleName(t, { role: id }) : "–",
    rights: [],
    departments: undefined,
    own: undefined,
  };

type Menu = RightFacts["menu"];

export interface MenuRights {
  menu: Menu;
  rights: { right: Right; bounded: boolean }[];
}

/** The table of rights by menu, in its order. */
export function byMenu(list: RoleList): MenuRights[] {
  const groups = new Map<Menu, MenuRights>();
  for (const { menu, right, bounded = false } of list.table) {
    const group = groups.get(menu) ?? { menu, rights: [] };
    group.rights.push({ right, bounded });
    groups.set(menu, group);
  }
  return [...groups.values()];
}
