import { Dropdown, type MenuProps, Modal } from "antd";
import { Bell, Building2, Languages, LogOut, Megaphone, SunMoon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { chooseTenant, sessionStore } from "../../api/session.ts";
import { useLive } from "../../live/index.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { switchLook } from "../../shared/look.ts";
import { useMe } from "../../shared/me.tsx";
import { useStore } from "../../shared/store.ts";
import { type ThemeChoice, useTheme } from "../../shared/theme.ts";
import { LazyNotificationSettings } from "./LazyNotificationSettings.tsx";
import { showNotices } from "./notices-store.ts";
import { askSignOut } from "./SignOut.tsx";
import { useStateChange, useStateChoices, useStateKey } from "./useStateChange.ts";

const THEMES: readonly ThemeChoice[] = ["system", "light", "dark"];

interface Props {
  placement: "rightBottom" | "topRight";
  /** On phones the bell is in here. */
  withAlerts?: boolean;
}

/** The person: state, appearance, language, company, sign-out. */
export function AccountMenu({ placement, withAlerts }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const state = useLive((live) => live.ownState);
  const { choice } = useTheme();
  const changeState = useStateChange();
  const choices = useStateChoices();
  const stateKey = useStateKey();
  const [alertsOpen, setAlertsOpen] = useState(false);
  const memberships = useStore(sessionStore, (session) => (session.status === "in" ? session.memberships : []));

  const items: MenuProps["items"] = [
    {
      type: "group",
      key: "who",
      label: (
        <span>
          <b className="medium">{me.name}</b> · {me.company}
        </span>
      ),
      children: choices.map(({ key, chosen, label, reason }) => ({
        key,
        icon: reason ? <i className="state-reason" /> : <i className={`dot ${chosen.state}`} />,
        label,
        onClick: () => void changeState(chosen),
      })),
    },
    { type: "divider" },
    {
      key: "theme",
      icon: <SunMoon size={16} />,
      label: t("theme.label"),
      children: THEMES.map((each) => ({ key: `theme-${each}`, label: t(`theme.${each}`), onClick: () => switchLook({ theme: each }) })),
    },
    {
      key: "language",
      icon: <Languages size={16} />,
      label: t("language.other"),
      onClick: () => switchLook({ language: i18n.language === "en" ? "zh-CN" : "en" }),
    },
    ...(withAlerts ? [{ key: "notices", icon: <Megaphone size={16} />, label: t("notices.mine"), onClick: () => showNotices(true) }] : []),
    ...(withAlerts ? [{ key: "alerts", icon: <Bell size={16} />, label: t("alerts.title"), onClick: () => setAlertsOpen(true) }] : []),
    ...(memberships.length > 1
      ? [
          {
            key: "company",
            icon: <Building2 size={16} />,
            label: t("account.company"),
            children: memberships.map((each) => ({
              key: each.tenant_id,
              label: each.company,
              onClick: () => chooseTenant(each.tenant_id),
            })),
          },
        ]
      : []),
    { type: "divider" },
    {
      key: "sign-out",
      icon: <LogOut size={16} />,
      label: <span data-testid="sign-out">{t("account.signOut")}</span>,
      onClick: askSignOut,
    },
  ];

  return (
    <>
      <Dropdown
        trigger={["click"]}
        destroyOnHidden
        placement={placement === "topRight" ? "topRight" : "topLeft"}
        menu={{ items, selectedKeys: [stateKey, `theme-${choice}`] }}
      >
        <button
          type="button"
          className={placement === "topRight" ? "phone-me" : "rail-button"}
          aria-label={t("account.label")}
          data-testid="account-menu"
        >
          <Avatar id={me.agent_id} name={me.name} dot={state} size={placement === "topRight" ? 24 : 36} />
          {placement === "topRight" && <span>{t("account.me")}</span>}
        </button>
      </Dropdown>
      <Modal open={alertsOpen} footer={null} onCancel={() => setAlertsOpen(false)} width={360}>
        <LazyNotificationSettings />
      </Modal>
    </>
  );
}
