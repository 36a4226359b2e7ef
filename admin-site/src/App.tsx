import { QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import type { Locale } from "antd/es/locale";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router/dom";
import { router } from "./routes.tsx";
import { queryClient } from "./shared/query.ts";
import { antdTheme, useTheme } from "./shared/theme.ts";

const LOCALES = {
  "zh-CN": () => import("antd/es/locale/zh_CN"),
  en: () => import("antd/es/locale/en_US"),
};

/** Ant Design's own words, loaded after ours: nothing on the first screen needs them. */
function useAntdLocale(language: string): Locale | undefined {
  const [locale, setLocale] = useState<Locale>();
  useEffect(() => {
    let wanted = true;
    void LOCALES[language === "en" ? "en" : "zh-CN"]().then((module) => {
      if (wanted) setLocale(module.default);
    });
    return () => {
      wanted = false;
    };
  }, [language]);
  return locale;
}

/** The star stands behind the label. */
function markRequired(label: ReactNode, { required }: { required: boolean }): ReactNode {
  return (
    <>
      {label}
      {required && (
        <span className="is-bad" aria-hidden="true">
          {" *"}
        </span>
      )}
    </>
  );
}

export function App() {
  const { mode } = useTheme();
  const { i18n } = useTranslation();
  const locale = useAntdLocale(i18n.language);
  return (
    <ConfigProvider
      theme={antdTheme(mode)}
      {...(locale ? { locale } : {})}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      form={{ requiredMark: markRequired }}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  );
}
