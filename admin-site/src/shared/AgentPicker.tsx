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
  testId?: string;
}

/** One of the company's agents, found by name or number. */
export function AgentPicker({ label, placeholder, value, onChange, allowClear = false, testId }: Props) {
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  return (
    <Select
      className="records-agent"
      allowClear={allowClear}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={placeholder}
      aria-label={label}
      value={value ?? null}
      onChange={(id: string | null) => onChange(id ?? undefined)}
      options={(agents.data?.agents ?? []).map((agent) => ({ value: agent.agent_id, label: `${agent.name} ${agent.number}` }))}
      data-testid={testId}
    />
  );
}
