import { Dropdown } from "antd";
import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLive } from "../../live/index.ts";
import { useOwnStateWords, useStateChange, useStateChoices, useStateKey } from "./useStateChange.ts";

/** The agent's own state, and the way to change it. */
export function StateMenu() {
  const { t } = useTranslation();
  const state = useLive((live) => live.ownState);
  const connected = useLive((live) => live.link.status === "open");
  const choices = useStateChoices();
  const chosen = useStateKey();
  const words = useOwnStateWords();
  const change = useStateChange();
  return (
    <Dropdown
      trigger={["click"]}
      disabled={!connected}
      menu={{
        selectedKeys: [chosen],
        items: choices.map(({ key, chosen: wanted, label, reason }) => ({
          key,
          label: (
            <span className={reason ? "row state-reason" : "row"} data-testid={`state-${key}`}>
              {!reason && <i className={`dot ${wanted.state}`} />}
              <span className="grow">
                {label}
                {!reason && <span className="t3 f12 state-hint">{t(`state.hint.${wanted.state}`)}</span>}
              </span>
            </span>
          ),
          onClick: () => void change(wanted),
        })),
      }}
    >
      <button type="button" className="state-button" aria-label={t("state.change", { state: words })} data-testid="state-menu">
        <i className={`dot ${state}`} />
        <span className="cut">{words}</span>
        <ChevronDown size={14} aria-hidden />
      </button>
    </Dropdown>
  );
}
