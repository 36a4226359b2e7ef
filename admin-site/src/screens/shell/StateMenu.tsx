import { Dropdown } from "antd";
import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLive } from "../../live/index.ts";
import { STATES, useStateChange } from "./useStateChange.ts";

/** The agent's own state, and the way to change it. */
export function StateMenu() {
  const { t } = useTranslation();
  const state = useLive((live) => live.ownState);
  const connected = useLive((live) => live.link.status === "open");
  const change = useStateChange();
  return (
    <Dropdown
      trigger={["click"]}
      disabled={!connected}
      menu={{
        selectedKeys: [state],
        items: STATES.map((each) => ({
          key: each,
          label: (
            <span className="row" data-testid={`state-${each}`}>
              <i className={`dot ${each}`} />
              <span className="grow">
                {t(`state.${each}`)}
                <span className="t3 f12 state-hint">{t(`state.hint.${each}`)}</span>
              </span>
            </span>
          ),
          onClick: () => void change(each),
        })),
      }}
    >
      <button
        type="button"
        className="state-button"
        aria-label={t("state.change", { state: t(`state.${state}`) })}
        data-testid="state-menu"
      >
        <i className={`dot ${state}`} />
        {t(`state.${state}`)}
        <ChevronDown size={14} aria-hidden />
      </button>
    </Dropdown>
  );
}
