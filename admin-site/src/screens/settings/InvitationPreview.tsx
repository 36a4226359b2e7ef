import type { InvitationRule, VisitorLanguage } from "@parlor/protocol";
import { Segmented } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../../live/index.ts";
import { useMe } from "../../shared/me.tsx";
import type { Parts } from "../styles/keeper.ts";
import { LANGUAGE_NAMES, LANGUAGE_SIGNS, LANGUAGES } from "../styles/languages.ts";
import { fileOf, visitOf } from "../styles/preview/file.ts";
import { Stage } from "../styles/preview/Stage.tsx";
import { invitation } from "../styles/preview/scenes.ts";

/** A rule's invitation on a visitor's phone, as the style's draft has it. Nothing in it can be used. */
export function InvitationPreview({ rule, parts }: { rule: InvitationRule; parts: Parts }) {
  const { i18n, t } = useTranslation();
  const me = useMe();
  const [language, setLanguage] = useState(i18n.language as VisitorLanguage);
  const agents = useLive((state) => state.agents);
  const sender = rule.agent_id ? agents.get(rule.agent_id)?.name : undefined;
  const shown = useDeferredValue(parts);
  const { kind, texts } = useDeferredValue(rule);
  const text = [texts?.[language], ...Object.values(texts ?? {})].find((each) => each?.trim());
  const script = useMemo(() => {
    const play = invitation(language, { kind, text, name: sender });
    const company = { name: me.company, typingPreview: me.typing_preview !== false, preChat: undefined, departments: [] };
    return { play, answers: { file: fileOf(shown), visit: visitOf(language, play, company) } };
  }, [shown, language, kind, text, sender, me.company, me.typing_preview]);
  return (
    <div className="rule-preview" data-testid="rule-preview">
      <Segmented<VisitorLanguage>
        size="small"
        aria-label={t("styles.textLanguage")}
        value={language}
        onChange={setLanguage}
        options={LANGUAGES.map((value) => ({
          value,
          label: value === language ? LANGUAGE_NAMES[value] : LANGUAGE_SIGNS[value],
          title: LANGUAGE_NAMES[value],
        }))}
      />
      <Stage script={script} device="phone" note={undefined} />
    </div>
  );
}
