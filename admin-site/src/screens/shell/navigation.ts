import type { Me } from "@parlor/protocol";
import {
  Ban,
  Building2,
  CalendarClock,
  ChartColumn,
  ChartSpline,
  ClipboardList,
  FolderOpen,
  History,
  House,
  Link2,
  ListChecks,
  type LucideIcon,
  MailOpen,
  MessageSquareReply,
  Network,
  Palette,
  Star,
  Tags,
  UserCog,
  Users,
  Zap,
} from "lucide-react";
import { isAdmin, isLead } from "../../shared/me.tsx";

export interface ManageItem {
  path: string;
  label:
    | "home"
    | "leftMessages"
    | "records"
    | "personal"
    | "consultations"
    | "visits"
    | "phrases"
    | "links"
    | "files"
    | "agents"
    | "departments"
    | "rules"
    | "hours"
    | "replies"
    | "topics"
    | "forms"
    | "surveys"
    | "company"
    | "blocks"
    | "style";
  icon: LucideIcon;
  group: "work" | "library" | "figures" | "settings";
  /** Supervisors and administrators only. */
  lead?: true;
}

const ITEMS: readonly ManageItem[] = [
  { path: "/manage/home", label: "home", icon: House, group: "work" },
  { path: "/manage/left-messages", label: "leftMessages", icon: MailOpen, group: "work" },
  { path: "/manage/records", label: "records", icon: History, group: "work" },
  { path: "/manage/me", label: "personal", icon: UserCog, group: "work" },
  { path: "/manage/blocks", label: "blocks", icon: Ban, group: "work", lead: true },
  { path: "/manage/phrases", label: "phrases", icon: Zap, group: "library" },
  { path: "/manage/links", label: "links", icon: Link2, group: "library" },
  { path: "/manage/files", label: "files", icon: FolderOpen, group: "library" },
  { path: "/manage/consultations", label: "consultations", icon: ChartColumn, group: "figures" },
  { path: "/manage/visits", label: "visits", icon: ChartSpline, group: "figures" },
  { path: "/manage/agents", label: "agents", icon: Users, group: "settings" },
  { path: "/manage/departments", label: "departments", icon: Network, group: "settings" },
  { path: "/manage/style", label: "style", icon: Palette, group: "settings" },
  { path: "/manage/rules", label: "rules", icon: ListChecks, group: "settings" },
  { path: "/manage/hours", label: "hours", icon: CalendarClock, group: "settings" },
  { path: "/manage/replies", label: "replies", icon: MessageSquareReply, group: "settings" },
  { path: "/manage/forms", label: "forms", icon: ClipboardList, group: "settings" },
  { path: "/manage/surveys", label: "surveys", icon: Star, group: "settings" },
  { path: "/manage/topics", label: "topics", icon: Tags, group: "settings" },
  { path: "/manage/company", label: "company", icon: Building2, group: "settings" },
];

/** The management screens that a person may use. */
export function manageItems(me: Me): readonly ManageItem[] {
  return isAdmin(me) ? ITEMS : ITEMS.filter((item) => item.group !== "settings" && (!item.lead || isLead(me)));
}
