import { Languages, Moon, Sun } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { chooseLanguage } from "../../shared/i18n.ts";
import { Logo } from "../../shared/Logo.tsx";
import { chooseTheme, useTheme } from "../../shared/theme.ts";
import "./auth.css";

/** What stands around every form for people who are not signed in. */
export function AuthFrame({ title, text, children, foot }: { title: string; text?: string; children: ReactNode; foot?: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { mode } = useTheme();
  useEffect(() => {
    document.title = `${title} - Parlor`;
  }, [title]);
  return (
    <div className="auth">
      <main className="auth-card card">
        <div className="row auth-brand">
          <Logo size={36} />
          <span className="strong">Parlor</span>
        </div>
        <h1>{title}</h1>
        {text && <p className="t2">{text}</p>}
        {children}
        {foot && <div className="auth-foot f13">{foot}</div>}
      </main>
      <div className="row auth-switches">
        <button type="button" className="link-button row" onClick={() => void chooseLanguage(i18n.language === "en" ? "zh-CN" : "en")}>
          <Languages size={16} aria-hidden />
          {t("language.other")}
        </button>
        <button type="button" className="link-button row" onClick={() => chooseTheme(mode === "dark" ? "light" : "dark")}>
          {mode === "dark" ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
          {mode === "dark" ? t("theme.light") : t("theme.dark")}
        </button>
      </div>
    </div>
  );
}
