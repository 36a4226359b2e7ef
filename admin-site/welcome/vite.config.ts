import { defineConfig } from "vite";

/** Pages without script cannot choose a theme: dark is what the system says. */
const systemTheme = {
  postcssPlugin: "system-theme",
  Rule(rule: import("postcss").Rule, { AtRule }: import("postcss").Helpers) {
    if (rule.selector !== '[data-theme="dark"]') return;
    const nodes = [rule.clone({ selector: ":root" })];
    rule.replaceWith(new AtRule({ name: "media", params: "(prefers-color-scheme: dark)", nodes }));
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  css: { postcss: { plugins: [systemTheme] } },
  // The pages allow pictures of this site only, no data: addresses.
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: false, rolldownOptions: { input: ["index.html", "en.html"] } },
});
