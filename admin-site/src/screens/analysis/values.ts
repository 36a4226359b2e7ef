import type { BreakdownRow, Breakdown as BreakdownView } from "@parlor/protocol";
import i18next, { type TFunction } from "i18next";
import type manage from "../../locales/manage/zh-CN.json";
import type zh from "../../locales/zh-CN.json";
import { nameOfCountry, provinceName } from "./places.ts";

export type By = Exclude<BreakdownView["by"], "score" | "goal">;
type Brand = keyof typeof zh.visitor.brand;
type Device = keyof typeof zh.visitor.device;
type Kind = keyof typeof manage.analysis.kind;
type Worth = keyof typeof manage.analysis.worth;

/** What a value of a dimension is called. */
export function valueName(t: TFunction, by: BreakdownView["by"], row: Pick<BreakdownRow, "value" | "name">, language: string): string {
  const { value, name } = row;
  if (value === "…") return t("analysis.others");
  if (value === "") return t(by === "topic" ? "analysis.noTopic" : "common.unknown");
  switch (by) {
    case "agent":
    case "department":
    case "style":
    case "topic":
      return name ?? t("analysis.gone");
    case "country":
      return nameOfCountry(value, language);
    case "province":
      return provinceName(value, language);
    case "source":
      return t(`analysis.kind.${value as Kind}`);
    case "value":
      return t(`analysis.worth.${value as Worth}`);
    case "device":
      return t(`visitor.device.${value as Device}`);
    case "engine":
    case "referrer":
      return i18next.exists(`visitor.brand.${value}`) ? t(`visitor.brand.${value as Brand}`) : value;
    default:
      return value;
  }
}
