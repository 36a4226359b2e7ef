import type { Me, Right } from "@parlor/protocol";
import {
  Ban,
  Building2,
  CalendarClock,
  ChartColumn,
  ChartSpline,
  ClipboardList,
  CodeXml,
  Download,
  Eraser,
  Filter,
  Fingerprint,
  FolderOpen,
  Gauge,
  Goal,
  History,
  Hourglass,
  House,
  KeyRound,
  KeySquare,
  Link2,
  ListChecks,
  LockKeyhole,
  LogIn,
  type LucideIcon,
  MailCheck,
  MailOpen,
  MailQuestionMark,
  Megaphone,
  MessageSquareReply,
  MessagesSquare,
  Network,
  PackageOpen,
  Palette,
  PenLine,
  Route,
  ScrollText,
  ShieldCheck,
  ShieldUser,
  Smile,
  Star,
  Tags,
  UserCog,
  Users,
  Webhook,
  WholeWord,
  Zap,
} from "lucide-react";
import { may } from "../../shared/me.tsx";

export interface ManageItem {
  path: string;
  label:
    | "home"
    | "leftMessages"
    | "records"
    | "internalRecords"
    | "personal"
    | "access"
    | "signInRules"
    | "signIns"
    | "parked"
    | "consultations"
    | "visits"
    | "phrases"
    | "links"
    | "files"
    | "agents"
    | "departments"
    | "roles"
    | "rules"
    | "hours"
    | "routing"
    | "replies"
    | "topics"
    | "forms"
    | "surveys"
    | "company"
    | "blocks"
    | "notices"
    | "invitations"
    | "style"
    | "code"
    | "signature"
    | "integration"
    | "signOn"
    | "webhooks"
    | "apiKeys"
    | "audit"
    | "agentWork"
    | "satisfaction"
    | "funnel"
    | "scheduled"
    | "words"
    | "goals"
    | "downloads"
    | "erasures"
    | "retention";
  icon: LucideIcon;
  group: "work" | "library" | "figures" | "settings";
  /** Only for who has it. */
  right?: Right;
}

const ITEMS: readonly ManageItem[] = [
  { path: "/manage/home", label: "home", icon: House, group: "work" },
  { path: "/manage/left-messages", label: "leftMessages", icon: MailOpen, group: "work", right: "read_left_messages" },
  { path: "/manage/records", label: "records", icon: History, group: "work", right: "read_records" },
  { path: "/manage/internal-records", label: "internalRecords", icon: MessagesSquare, group: "work", right: "read_internal" },
  { path: "/manage/downloads", label: "downloads", icon: Download, group: "work", right: "export_records" },
  { path: "/manage/me", label: "personal", icon: UserCog, group: "work" },
  { path: "/manage/access", label: "access", icon: ShieldUser, group: "work" },
  { path: "/manage/signature", label: "signature", icon: PenLine, group: "work" },
  { path: "/manage/blocks", label: "blocks", icon: Ban, group: "work", right: "keep_black_list" },
  { path: "/manage/notices", label: "notices", icon: Megaphone, group: "work", right: "publish_notices" },
  { path: "/manage/phrases", label: "phrases", icon: Zap, group: "library" },
  { path: "/manage/links", label: "links", icon: Link2, group: "library" },
  { path: "/manage/files", label: "files", icon: FolderOpen, group: "library" },
  { path: "/manage/consultations", label: "consultations", icon: ChartColumn, group: "figures", right: "read_reports" },
  { path: "/manage/visits", label: "visits", icon: ChartSpline, group: "figures", right: "read_reports" },
  { path: "/manage/agent-work", label: "agentWork", icon: Gauge, group: "figures", right: "read_work" },
  { path: "/manage/satisfaction", label: "satisfaction", icon: Smile, group: "figures", right: "read_work" },
  { path: "/manage/funnel", label: "funnel", icon: Filter, group: "figures", right: "read_reports" },
  { path: "/manage/words", label: "words", icon: WholeWord, group: "figures", right: "read_reports" },
  { path: "/manage/scheduled-reports", label: "scheduled", icon: MailCheck, group: "figures", right: "export_reports" },
  { path: "/manage/agents", label: "agents", icon: Users, group: "settings", right: "keep_people" },
  { path: "/manage/roles", label: "roles", icon: ShieldCheck, group: "settings", right: "keep_people" },
  { path: "/manage/departments", label: "departments", icon: Network, group: "settings", right: "keep_departments" },
  { path: "/manage/style", label: "style", icon: Palette, group: "settings", right: "keep_styles" },
  { path: "/manage/code", label: "code", icon: CodeXml, group: "settings", right: "keep_styles" },
  { path: "/manage/invitations", label: "invitations", icon: MailQuestionMark, group: "settings", right: "keep_styles" },
  { path: "/manage/integration", label: "integration", icon: Fingerprint, group: "settings", right: "keep_integration" },
  { path: "/manage/sign-in-rules", label: "signInRules", icon: LockKeyhole, group: "settings", right: "keep_people" },
  { path: "/manage/sign-on", label: "signOn", icon: KeyRound, group: "settings", right: "keep_people" },
  { path: "/manage/api-keys", label: "apiKeys", icon: KeySquare, group: "settings", right: "keep_integration" },
  { path: "/manage/webhooks", label: "webhooks", icon: Webhook, group: "settings", right: "keep_integration" },
  { path: "/manage/rules", label: "rules", icon: ListChecks, group: "settings", right: "keep_settings" },
  { path: "/manage/routing", label: "routing", icon: Route, group: "settings", right: "keep_routing" },
  { path: "/manage/hours", label: "hours", icon: CalendarClock, group: "settings", right: "keep_settings" },
  { path: "/manage/replies", label: "replies", icon: MessageSquareReply, group: "settings", right: "keep_settings" },
  { path: "/manage/forms", label: "forms", icon: ClipboardList, group: "settings", right: "keep_settings" },
  { path: "/manage/surveys", label: "surveys", icon: Star, group: "settings", right: "keep_settings" },
  { path: "/manage/topics", label: "topics", icon: Tags, group: "settings", right: "keep_settings" },
  { path: "/manage/company", label: "company", icon: Building2, group: "settings", right: "keep_company" },
  { path: "/manage/goals", label: "goals", icon: Goal, group: "settings", right: "keep_settings" },
  { path: "/manage/sign-ins", label: "signIns", icon: LogIn, group: "settings", right: "read_audit" },
  { path: "/manage/retention", label: "retention", icon: Hourglass, group: "settings", right: "personal" },
  { path: "/manage/erasures", label: "erasures", icon: Eraser, group: "settings", right: "personal" },
  { path: "/manage/parked", label: "parked", icon: PackageOpen, group: "settings", right: "read_audit" },
  { path: "/manage/audit", label: "audit", icon: ScrollText, group: "settings", right: "read_audit" },
];

/** The management screens that a person may use. */
export function manageItems(me: Me): readonly ManageItem[] {
  return ITEMS.filter((item) => !item.right || may(me, item.right));
}
