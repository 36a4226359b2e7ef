import { useTranslation } from "react-i18next";
import { Navigate, NavLink, Outlet, useMatch } from "react-router";
import { may, useMe } from "../../shared/me.tsx";
import { useTitle } from "../../shared/title.ts";
import { manageItems } from "./navigation.ts";

const wide = window.matchMedia("(min-width: 960px)");

/** The management centre: its menu beside the screen; on narrow screens the menu is a screen of its own. */
export function ManageLayout() {
  const atMenu = useMatch("/manage") !== null;
  return (
    <div className="manage" data-menu={atMenu || undefined}>
      <ManageMenu />
      <div className="manage-main">
        <Outlet />
      </div>
    </div>
  );
}

function ManageMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const items = manageItems(me);
  return (
    <nav className="manage-menu" aria-label={t("nav.manage")}>
      <h2>{t("nav.manage")}</h2>
      {items.map((item, i) => (
        <div key={item.path}>
          {items[i - 1]?.group !== item.group && item.group !== "work" && (
            <div className="manage-group">{t(`manage.group.${item.group}`)}</div>
          )}
          <NavLink to={item.path}>
            <item.icon size={16} aria-hidden />
            {t(`manage.${item.label}`)}
          </NavLink>
        </div>
      ))}
    </nav>
  );
}

/** `/manage` itself: on wide screens straight to the first screen. */
export function ManageIndex() {
  const { t } = useTranslation();
  const me = useMe();
  useTitle(t("nav.manage"));
  if (!wide.matches) return null;
  const first = may(me, "keep_settings") ? "/manage/home" : may(me, "read_left_messages") ? "/manage/left-messages" : "/manage/me";
  return <Navigate to={first} replace />;
}
