import type { StaffNoticeView } from "@parlor/protocol";
import { agents, id, me } from "./data.ts";

const HOUR = 3_600_000;
const now = Date.now();
const by = agents[1] ?? me;

const notice = (title: string, text: string, hours: number, more: Partial<StaffNoticeView> = {}): StaffNoticeView => ({
  notice_id: id(),
  title,
  text,
  audience: "all",
  from_at: now - hours * HOUR,
  until: now + 90 * HOUR,
  published_at: now - hours * HOUR,
  by_agent_id: by.agent_id,
  by_name: by.name,
  ...more,
});

/** The company's notices, the newest first. */
export const notices: StaffNoticeView[] = [
  notice("周五系统维护", "本周五 22:00 至 23:00 维护，期间请提前告知访客，未回复的会话转给值班同事。", 1),
  notice("新茶价格表已更新", "明前龙井调价，请以资料里的新表为准。", 20, { audience: "agents", agent_ids: [me.agent_id] }),
  notice("双节排班", "国庆、中秋排班已发到部门群。", 200, { until: now - 3 * HOUR }),
  notice("促销口径", "满 300 减 40，不与会员折扣同享。", 260, { withdrawn_at: now - 100 * HOUR, withdrawn_by: by.name }),
];
const read = new Set<string>();

export const noticeHandlers = (empty: boolean) => ({
  list_my_notices: () => ({
    notices: empty ? [] : notices.slice(0, 2).map((each) => ({ notice: each, read: read.has(each.notice_id) })),
  }),
  read_notice: (path: Record<string, string>) => {
    read.add(path.notice_id ?? "");
    return {};
  },
  list_notices: () => ({ notices: empty ? [] : notices }),
  publish_notice: (_path: unknown, _query: unknown, body: Record<string, unknown>) => {
    const made = notice("", "", 0, { ...(body as Partial<StaffNoticeView>), by_agent_id: me.agent_id, by_name: me.name });
    notices.unshift(made);
    return made;
  },
  withdraw_notice: (path: Record<string, string>) => {
    const found = notices.find((each) => each.notice_id === path.notice_id);
    if (found) Object.assign(found, { withdrawn_at: Date.now(), withdrawn_by: me.name });
    return found;
  },
  list_notice_readers: () => ({
    readers: agents.map(({ agent_id, name, number }, i) => ({ agent_id, name, number, ...(i > 2 && { read_at: now - i * HOUR }) })),
    read: Math.max(0, agents.length - 3),
  }),
});
