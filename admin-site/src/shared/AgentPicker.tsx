import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { call } from "../api/session.ts";

interface Props {
  label: string;
  placeholder: string;
  value: string | undefined;
  onChange: (agentId: string | undefined) => void;
  /** Nobody in particular can be chosen, too. */
  allowClear?: boolean;
  /** Who cannot be chosen; then only those who can work are offered. */
  but?: string;
  /** As wide as there is room. */
  wide?: boolean;
  testId?: string;
}

/** One of the company's agents, found by name or number. */
export function AgentPicker({ label, placeholder, value, onChange, allowClear = false, but, wide = false, testId }: Props) {
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  const offered = (agents.data?.agents ?? []).filter((agent) => but === undefined || (agent.agent_id !== but && !agent.disabled));
  return (
    <Select
      className={wide ? "" : "records-agent"}
      style={wide ? { width: "100%" } : {}}
      allowClear={allowClear}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={placeholder}
      aria-label={label}
      value={value ?? null}
      onChange={(id: string | null) => onChange(id ?? undefined)}
      options={offered.map((agent) => ({ value: agent.agent_id, label: `${agent.name} ${agent.number}` }))}
      data-testid={testId}
    />
  );
}
