import type { Area } from "@parlor/protocol";
import { Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { areaGroups, areaKey, areaName, areaOf } from "./regions.ts";

interface Props {
  id: string;
  status: "error" | "";
  value: readonly Area[];
  onChange: (areas: Area[]) => void;
  testId: string;
}

const AREAS_MAX = 60;

/** Provinces and countries, several of them. */
export function AreaSelect({ value, onChange, testId, ...control }: Props) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const groups = useMemo(
    () => areaGroups(language, { provinces: t("routing.provinces"), countries: t("routing.countries") }),
    [language, t],
  );
  return (
    <Select
      {...control}
      mode="multiple"
      maxCount={AREAS_MAX}
      showSearch={{ optionFilterProp: "label" }}
      value={value.map(areaKey)}
      onChange={(keys: string[]) => onChange(keys.map(areaOf))}
      options={groups.map((group, i) => ({ ...group, key: i }))}
      labelRender={({ value: key }) => areaName(areaOf(String(key)), language)}
      placeholder={t("routing.anywhere")}
      style={{ width: "100%" }}
      data-testid={testId}
    />
  );
}
