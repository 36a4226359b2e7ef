import type { InvitationRule, Language } from "@parlor/protocol";
import { Segmented } from "antd";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../../live/index.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { darkenedToAa } from "./color.ts";

const WORDS: Record<Language, { title: (name: string) => string; accept: string; later: string; never: string; placeholder: string }> = {
  "zh-CN": { title: (name) => `${name} 邀请您对话`, accept: "开始对话", later: "以后再说", never: "不再邀请", placeholder: "邀请的内容" },
  en: {
    title: (name) => `${name} invites you to chat`,
    accept: "Start a chat",
    later: "Later",
    never: "Never again",
    placeholder: "The words",
  },
};

/** A picture of the invitation: nothing in it can be used. */
export function InvitationPreview({ rule, color }: { rule: InvitationRule; color: string }) {
  const { t, i18n } = useTranslation();
  const [language, setLanguage] = useState<Language>(i18n.language as Language);
  const agents = useLive((state) => state.agents);
  const agent = rule.agent_id ? agents.get(rule.agent_id) : [...agents.values()][0];
  const words = WORDS[language];
  const texts = rule.texts ?? {};
  const text = [texts[language], ...Object.values(texts)].find((each) => each?.trim()) ?? words.placeholder;
  return (
    <>
      <Segmented<Language>
        size="small"
        value={language}
        onChange={setLanguage}
        options={[
          { value: "zh-CN", label: "简体中文" },
          { value: "en", label: "English" },
        ]}
      />
      <div className={`rule-preview ${rule.kind ?? "invitation"}`} aria-hidden="true" data-testid="rule-preview">
        <div className="row">
          <Avatar id={agent?.agent_id ?? ""} name={agent?.name ?? t("invitations.someone")} size={28} />
          <b className="grow">{words.title(agent?.name ?? t("invitations.someone"))}</b>
          <X size={16} />
        </div>
        <p>{text}</p>
        <span className="rule-preview-button" style={{ background: darkenedToAa(color) }}>
          {words.accept}
        </span>
        {rule.kind !== "forced" && (
          <div className="row t3 f12">
            <span className="grow">{words.later}</span>
            {words.never}
          </div>
        )}
      </div>
    </>
  );
}
