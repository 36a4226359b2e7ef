import type { VisitorLanguage } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import type { Choice } from "./Screen.tsx";

const LANGUAGES: readonly { value: VisitorLanguage; label: string }[] = [
  { value: "zh-CN", label: "简体中文" },
  { value: "zh-TW", label: "繁體中文" },
  { value: "en", label: "English" },
  { value: "ja", label: "日本語" },
];

/** The language of the widget, and the agent who is asked first. */
export function Choices({ choice, onChoice }: { choice: Choice; onChoice: (choice: Choice) => void }) {
  const { t } = useTranslation();
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  return (
    <div className="code-choices">
      <Field label={t("code.language")} hint={t("code.languageHint")}>
        {({ id }) => (
          <Select
            id={id}
            allowClear
            value={choice.language ?? null}
            onChange={(language) => onChoice({ ...choice, language: language ?? undefined })}
            options={[...LANGUAGES]}
            placeholder={t("code.languageAuto")}
            style={{ width: "100%" }}
            data-testid="code-language"
          />
        )}
      </Field>
      <Field label={t("code.agent")} hint={t("code.agentHint")}>
        {({ id }) => (
          <Select
            id={id}
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            value={choice.agent ?? null}
            onChange={(agent) => onChoice({ ...choice, agent: agent ?? undefined })}
            options={(agents.data?.agents ?? [])
              .filter((agent) => !agent.disabled)
              .map((agent) => ({ value: agent.number, label: `${agent.name} ${agent.number}` }))}
            placeholder={t("code.agentAny")}
            style={{ width: "100%" }}
            data-testid="code-agent"
          />
        )}
      </Field>
    </div>
  );
}
