import { fullTime } from "@parlor/design";
import type { Agent, StaffSession } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Popconfirm } from "antd";
import { ShieldCheck, ShieldOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { Sessions } from "./Sessions.tsx";

/** How a colleague comes in: where they are signed in, and whether with a second factor. */
export function AgentAccess({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const path = { agent_id: agent.agent_id };
  const queryKey = ["agent-access", agent.agent_id];
  const access = useQuery({ queryKey, queryFn: ({ signal }) => call("get_agent_access", { path }, signal) });
  const told = {
    onSuccess: async () => {
      toast({ tone: "good", text: t("access.done") });
      await client.invalidateQueries({ queryKey });
    },
    onError: (error: unknown) => {
      toast({ tone: "bad", text: problemText(t, error) });
      void client.invalidateQueries({ queryKey });
    },
  };
  const end = useMutation({
    mutationFn: (session: StaffSession) => call("end_agent_session", { path: { ...path, session_id: session.session_id } }),
    ...told,
  });
  const endAll = useMutation({ mutationFn: () => call("end_agent_sessions", { path }), ...told });
  const reset = useMutation({ mutationFn: () => call("reset_second_factor", { path }), ...told });
  if (access.isError) return <Failed title={t("access.notLoaded")} error={access.error} retry={() => void access.refetch()} />;
  if (!access.data) return <SkeletonRows rows={2} />;
  const { sessions, second_factor_at } = access.data;
  const Icon = second_factor_at === undefined ? ShieldOff : ShieldCheck;
  return (
    <section className="access-agent" data-testid="agent-access">
      <div className="row access-state">
        <Icon size={20} aria-hidden className={second_factor_at === undefined ? "t3" : "is-good"} />
        <div className="grow">
          <div>{t("access.secondFactor")}</div>
          <div className="t3 f12">
            {second_factor_at === undefined ? t("access.isOff") : t("access.onAt", { time: fullTime(second_factor_at, me.time_zone) })}
          </div>
        </div>
        {second_factor_at !== undefined && (
          <Popconfirm
            title={t("access.resetTitle", { name: agent.name })}
            description={t("access.resetText")}
            okText={t("access.reset")}
            cancelText={t("common.cancel")}
            onConfirm={() => reset.mutate()}
            overlayStyle={{ maxWidth: 320 }}
          >
            <Button size="small" loading={reset.isPending} data-testid="reset-second-factor">
              {t("access.reset")}
            </Button>
          </Popconfirm>
        )}
      </div>
      <div className="row" style={{ marginTop: 16 }}>
        <span className="grow">{t("access.signedInAt", { count: sessions.length })}</span>
        {sessions.some((session) => !session.current) && (
          <Button size="small" loading={endAll.isPending} onClick={() => endAll.mutate()} data-testid="end-all-sessions">
            {t("access.endAll")}
          </Button>
        )}
      </div>
      <Sessions
        sessions={sessions}
        ending={end.isPending ? end.variables.session_id : undefined}
        onEnd={(session) => end.mutate(session)}
      />
    </section>
  );
}
