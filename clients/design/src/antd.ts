/**
 * The roles as Ant Design names them.
 *
 * Ant Design derives a palette from seeds: a muddy `colorPrimaryBg`, a changed `colorPrimary` in dark. `palette` is
 * therefore pinned by a last algorithm over the derived map; `aliases` and `components` override what is derived later:
 *
 *     theme = {
 *       algorithm: [dark ? darkAlgorithm : defaultAlgorithm, (_seed, map) => ({ ...map, ...palette[mode] })],
 *       token: aliases[mode],
 *       components: components[mode],
 *     }
 */
import { constants, type Mode, type Role, roles } from "./tokens.ts";

const px = (value: string) => Number.parseFloat(value);

function paletteOf(mode: Mode) {
  const role = (name: Role) => roles[mode][name];
  return {
    colorPrimary: role("accent"),
    colorPrimaryHover: role("accent-hover"),
    colorPrimaryActive: role("accent-active"),
    colorPrimaryBg: role("accent-soft"),
    colorPrimaryBgHover: role("accent-soft"),
    colorPrimaryBorder: role("accent-line"),
    colorPrimaryBorderHover: role("accent-line"),
    colorPrimaryText: role("accent-text"),
    colorPrimaryTextHover: role("accent-text"),
    colorPrimaryTextActive: role("accent-text"),

    colorLink: role("accent-text"),
    colorLinkHover: role("accent-text"),
    colorLinkActive: role("accent-active"),

    colorBgLayout: role("bg-layout"),
    colorBgContainer: role("bg-surface"),
    colorBgElevated: role("bg-raised"),
    colorBgMask: role("bg-mask"),
    colorFill: role("bg-active"),
    colorFillSecondary: role("bg-active"),
    colorFillTertiary: role("bg-hover"),
    colorFillQuaternary: role("bg-sunken"),

    colorBorder: role("line-strong"),
    colorBorderSecondary: role("line"),

    colorText: role("text"),
    colorTextSecondary: role("text-2"),
    colorTextTertiary: role("text-3"),
    colorTextQuaternary: role("text-disabled"),

    colorWarning: role("wait"),
    colorWarningHover: role("wait"),
    colorWarningText: role("wait-text"),
    colorWarningBg: role("wait-soft"),
    colorWarningBorder: role("wait-line"),
    colorError: role("danger-fill"),
    colorErrorHover: role("danger-fill"),
    colorErrorActive: role("danger-fill"),
    colorErrorText: role("danger-text"),
    colorErrorTextHover: role("danger-text"),
    colorErrorTextActive: role("danger-text"),
    colorErrorBg: role("danger-soft"),
    colorErrorBgHover: role("danger-soft"),
    colorErrorBorder: role("danger-line"),
    colorErrorBorderHover: role("danger"),
    colorSuccess: role("online"),
    colorSuccessText: role("online-text"),
    colorSuccessBg: role("online-soft"),
    colorSuccessBorder: role("online-line"),
    colorInfo: role("system"),
    colorInfoText: role("system-text"),
    colorInfoBg: role("system-soft"),
    colorInfoBorder: role("system-line"),

    borderRadius: px(constants.r),
    borderRadiusSM: 4,
    borderRadiusLG: px(constants["r-lg"]),
    controlHeightSM: px(constants["h-sm"]),
    controlHeight: px(constants.h),
    controlHeightLG: px(constants["h-lg"]),
    fontSizeSM: px(constants["fs-12"]),
    fontSize: px(constants["fs-14"]),
    fontSizeLG: px(constants["fs-16"]),
    fontSizeXL: px(constants["fs-20"]),
  };
}

function aliasesOf(mode: Mode) {
  const role = (name: Role) => roles[mode][name];
  return {
    fontFamily: constants.font,
    fontFamilyCode: constants["font-mono"],
    controlHeightSM: px(constants["h-sm"]),
    colorSplit: role("line"),
    colorTextPlaceholder: role("text-3"),
    colorTextDescription: role("text-3"),
    colorTextLightSolid: role("text-on-accent"),
    colorBgContainerDisabled: role("bg-sunken"),
    controlItemBgHover: role("bg-hover"),
    controlItemBgActive: role("bg-selected"),
    controlItemBgActiveHover: role("bg-selected"),
    controlOutline: mode === "dark" ? "rgba(79, 179, 165, 0.2)" : "rgba(29, 133, 119, 0.2)",
    controlOutlineWidth: 3,
    lineWidthFocus: 2,
    boxShadow: role("shadow-overlay"),
    boxShadowSecondary: role("shadow-overlay"),
    motionDurationFast: "0.09s",
    motionDurationMid: "0.14s",
    motionDurationSlow: "0.14s",
  };
}

function componentsOf(mode: Mode) {
  const role = (name: Role) => roles[mode][name];
  const control = {
    colorBorder: role("line-control"),
    activeBorderColor: role("focus"),
    hoverBorderColor: role("focus"),
  };
  return {
    Button: {
      primaryShadow: "none",
      defaultShadow: "none",
      dangerShadow: "none",
      fontWeight: 400,
      contentFontSizeSM: 13,
      borderRadiusSM: 6,
    },
    Input: control,
    InputNumber: control,
    Select: control,
    DatePicker: control,
    Checkbox: { colorBorder: role("line-control") },
    Radio: { colorBorder: role("line-control") },
    Form: { itemMarginBottom: 16, verticalLabelPadding: "0 0 4px", labelFontSize: px(constants["fs-13"]) },
    Switch: {
      trackHeight: 18,
      trackMinWidth: 32,
      handleSize: 14,
      colorTextQuaternary: role("line-control"),
      colorTextTertiary: role("text-3"),
    },
    Dropdown: { colorPrimary: role("accent-text") },
    Menu: { itemSelectedBg: role("accent-soft"), itemSelectedColor: role("accent-text") },
    Table: {
      headerBg: role("bg-sunken"),
      headerColor: role("text-2"),
      headerSplitColor: "transparent",
      rowHoverBg: role("bg-hover"),
      rowSelectedBg: role("accent-soft"),
      cellFontSizeSM: px(constants["fs-13"]),
      borderColor: role("line"),
    },
    Segmented: {
      trackBg: mode === "dark" ? role("bg-sunken") : role("bg-active"),
      itemSelectedBg: mode === "dark" ? role("bg-active") : role("bg-surface"),
      itemColor: role("text-2"),
      trackPadding: 2,
    },
    Tooltip: { colorBgSpotlight: role("text"), colorTextLightSolid: role("bg-surface") },
    Modal: { titleFontSize: px(constants["fs-16"]) },
  };
}

/** Map tokens, to be merged last. */
export const palette = { light: paletteOf("light"), dark: paletteOf("dark") };
/** Alias tokens, for `theme.token`. */
export const aliases = { light: aliasesOf("light"), dark: aliasesOf("dark") };
/** Component tokens, for `theme.components`. */
export const components = { light: componentsOf("light"), dark: componentsOf("dark") };
