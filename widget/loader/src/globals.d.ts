/** Set by vite.config.ts from the design tokens. */
declare const ROLES_CSS: string;
declare const DEFAULT_ACCENT: string;
declare const EXTRA_ROLES_CSS: string;

declare module "*.css?inline" {
  const text: string;
  export default text;
}
