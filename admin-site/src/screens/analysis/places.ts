import { countryName } from "../../shared/visitor-info.ts";

/** Places as the server names them, in Chinese, and the shapes of the maps that stand for them. */
export type MapName = "china" | "world";

/** The provinces of China: the beginning of the server's name, which is the shape's, and the English one. */
const PROVINCES: Readonly<Record<string, string>> = {
  北京: "Beijing",
  天津: "Tianjin",
  河北: "Hebei",
  山西: "Shanxi",
  内蒙古: "Inner Mongolia",
  辽宁: "Liaoning",
  吉林: "Jilin",
  黑龙江: "Heilongjiang",
  上海: "Shanghai",
  江苏: "Jiangsu",
  浙江: "Zhejiang",
  安徽: "Anhui",
  福建: "Fujian",
  江西: "Jiangxi",
  山东: "Shandong",
  河南: "Henan",
  湖北: "Hubei",
  湖南: "Hunan",
  广东: "Guangdong",
  广西: "Guangxi",
  海南: "Hainan",
  重庆: "Chongqing",
  四川: "Sichuan",
  贵州: "Guizhou",
  云南: "Yunnan",
  西藏: "Tibet",
  陕西: "Shaanxi",
  甘肃: "Gansu",
  青海: "Qinghai",
  宁夏: "Ningxia",
  新疆: "Xinjiang",
  香港: "Hong Kong",
  澳门: "Macao",
  台湾: "Taiwan",
};

/** Short names of the server's database that browsers do not know. */
const SHORT: Readonly<Record<string, string>> = {
  中非: "CF",
  刚果布: "CG",
  刚果金: "CD",
  南乔治亚岛和南桑威奇群岛: "GS",
  圣马丁: "MF",
  多米尼加: "DO",
  孟加拉: "BD",
  巴勒斯坦: "PS",
  托克劳群岛: "TK",
  法国南部领地: "TF",
  波黑: "BA",
  瓦利斯和富图纳群岛: "WF",
  留尼旺: "RE",
  蒙塞拉特岛: "MS",
  阿联酋: "AE",
  马其顿: "MK",
};
export const HOME = "中国";

export const provinceOf = (value: string): string | undefined => Object.keys(PROVINCES).find((name) => value.startsWith(name));

export const provinces = (): string[] => Object.keys(PROVINCES);

/** Both names that the server's database has for most provinces. */
export const provinceNames = (province: string): string[] => [province, `${province}省`];

export function provinceName(value: string, language: string): string {
  const province = provinceOf(value);
  return language === "en" && province ? (PROVINCES[province] ?? value) : value;
}

let codes: Map<string, string> | undefined;

/** ISO codes by the Chinese names of the browser. Some codes have been given up for others, which the canonical form says. */
function codesByName(): Map<string, string> {
  if (codes) return codes;
  const chinese = new Intl.DisplayNames("zh-CN", { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  codes = new Map(Object.entries(SHORT));
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = chinese.of(code);
    const canonical = new Intl.Locale(`und-${code}`).region;
    if (name && canonical && !codes.has(name)) codes.set(name, canonical);
  }
  return codes;
}

/** `US` for 美国; undefined for what is no country, such as 欧洲. */
export const codeOf = (country: string): string | undefined => codesByName().get(country);

export function nameOfCountry(value: string, language: string): string {
  const code = SHORT[value];
  return (code && language === "en" && new Intl.DisplayNames("en", { type: "region" }).of(code)) || countryName(value, language);
}

/** The shape of a value on a map. */
export const shapeOf = (map: MapName, value: string): string | undefined => (map === "china" ? provinceOf(value) : codeOf(value));

const STEPS = 6;

/** A round number not below the largest. */
export function roundUp(value: number): number {
  if (value <= STEPS) return STEPS;
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil((value * 2) / unit) * (unit / 2);
}

/** Which of the six colours: none for nothing, then by the square root, so that one large region leaves the small ones apart. */
export function heatStep(total: number, top: number): number {
  return total <= 0 ? 0 : Math.min(STEPS - 1, Math.max(1, Math.ceil(Math.sqrt(total / top) * (STEPS - 1))));
}

/** The largest number of each colour. */
export const heatEdges = (top: number): number[] =>
  Array.from({ length: STEPS }, (_, step) => Math.max(step, Math.floor(top * (step / (STEPS - 1)) ** 2)));
