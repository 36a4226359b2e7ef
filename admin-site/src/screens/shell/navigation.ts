import type { Me } from "@parlor/protocol";
import { Building2, ChartColumn, ChartSpline, History, House, type LucideIcon, MailOpen, Network, Palette, Users } from "lucide-react";
import { isAdmin } from "../../shared/me.tsx";

export interface ManageItem {
  path: string;
  label: "home" | "leftMessages" | "records" | "consultations" | "visits" | "agents" | "departments" | "company" | "style";
  icon: LucideIcon;
  group: "work" | "figures" | "settings";
}

const ITEMS: readonly ManageItem[] = [
  { path: "/manage/home", label: "home", icon: House, group: "work" },
  { path: "/manage/left-messages", label: "leftMessages", icon: MailOpen, group: "work" },
  { path: "/manage/records", label: "records", icon: History, group: "work" },
  { path: "/manage/consultations", label: "consultations", icon: ChartColumn, group: "figures" },
  { path: "/manage/visits", label: "visits", icon: ChartSpline, group: "figures" },
  { path: "/manage/agents", label: "agents", icon: Users, group: "settings" },
  { path: "/manage/departments", label: "departments", icon: Network, group: "settings" },
  { path: "/manage/style", label: "style", icon: Palette, group: "settings" },
  { path: "/manage/company", label: "company", icon: Building2, group: "settings" },
];

/** The management screens that a person may use. */
export function manageItems(me: Me): readonly ManageItem[] {
  return isAdmin(me) ? ITEMS : ITEMS.filter((item) => item.group !== "settings");
}
