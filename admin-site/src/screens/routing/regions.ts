import type { Area } from "@parlor/protocol";
import { countries, countryName, HOME } from "../../shared/visitor-info.ts";

/** As the database of places begins their names. */
const PROVINCES = [
  ["北京", "Beijing"],
  ["天津", "Tianjin"],
  ["上海", "Shanghai"],
  ["重庆", "Chongqing"],
  ["河北", "Hebei"],
  ["山西", "Shanxi"],
  ["内蒙古", "Inner Mongolia"],
  ["辽宁", "Liaoning"],
  ["吉林", "Jilin"],
  ["黑龙江", "Heilongjiang"],
  ["江苏", "Jiangsu"],
  ["浙江", "Zhejiang"],
  ["安徽", "Anhui"],
  ["福建", "Fujian"],
  ["江西", "Jiangxi"],
  ["山东", "Shandong"],
  ["河南", "Henan"],
  ["湖北", "Hubei"],
  ["湖南", "Hunan"],
  ["广东", "Guangdong"],
  ["广西", "Guangxi"],
  ["海南", "Hainan"],
  ["四川", "Sichuan"],
  ["贵州", "Guizhou"],
  ["云南", "Yunnan"],
  ["西藏", "Tibet"],
  ["陕西", "Shaanxi"],
  ["甘肃", "Gansu"],
  ["青海", "Qinghai"],
  ["宁夏", "Ningxia"],
  ["新疆", "Xinjiang"],
  ["香港", "Hong Kong"],
  ["澳门", "Macao"],
  ["台湾", "Taiwan"],
] as const;

/** An area as the value of a choice, and back. */
export const areaKey = ({ country, province }: Area) => (province ? `${country}/${province}` : country);

export function areaOf(key: string): Area {
  const [country = "", province] = key.split("/");
  return province ? { country, province } : { country };
}

export function areaName(area: Area, language: string): string {
  const province = PROVINCES.find(([name]) => name === area.province);
  if (area.province) return (language.startsWith("zh") ? province?.[0] : province?.[1]) ?? area.province;
  return countryName(area.country, language);
}

interface Group {
  label: string;
  options: { value: string; label: string }[];
}

/** Provinces first, then countries by name. A name is found in both languages. */
export function areaGroups(language: string, words: { provinces: string; countries: string }): Group[] {
  const option = (area: Area) => ({ value: areaKey(area), label: areaName(area, language) });
  const abroad = countries().map((country) => option({ country }));
  return [
    { label: words.countries, options: [option({ country: HOME })] },
    { label: words.provinces, options: PROVINCES.map(([province]) => option({ country: HOME, province })) },
    { label: words.countries, options: abroad.sort((a, b) => a.label.localeCompare(b.label, language)) },
  ];
}
