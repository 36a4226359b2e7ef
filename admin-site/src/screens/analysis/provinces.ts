/** The provinces of China as tiles that lie about where they do on a map: no borders, so every one can be read. */
export interface Tile {
  /** As the server's places begin. */
  zh: string;
  en: string;
  /** One character, as on number plates. */
  short: string;
  x: number;
  y: number;
}

const ROWS: readonly (readonly [zh: string, en: string, short: string, x: number, y: number])[] = [
  ["黑龙江", "Heilongjiang", "黑", 8, 0],
  ["新疆", "Xinjiang", "新", 0, 1],
  ["内蒙古", "Inner Mongolia", "内", 4, 1],
  ["吉林", "Jilin", "吉", 8, 1],
  ["甘肃", "Gansu", "甘", 1, 2],
  ["宁夏", "Ningxia", "宁", 2, 2],
  ["山西", "Shanxi", "晋", 3, 2],
  ["河北", "Hebei", "冀", 4, 2],
  ["北京", "Beijing", "京", 5, 2],
  ["天津", "Tianjin", "津", 6, 2],
  ["辽宁", "Liaoning", "辽", 7, 2],
  ["青海", "Qinghai", "青", 1, 3],
  ["陕西", "Shaanxi", "陕", 2, 3],
  ["河南", "Henan", "豫", 3, 3],
  ["山东", "Shandong", "鲁", 4, 3],
  ["西藏", "Tibet", "藏", 0, 4],
  ["四川", "Sichuan", "川", 1, 4],
  ["重庆", "Chongqing", "渝", 2, 4],
  ["湖北", "Hubei", "鄂", 3, 4],
  ["安徽", "Anhui", "皖", 4, 4],
  ["江苏", "Jiangsu", "苏", 5, 4],
  ["上海", "Shanghai", "沪", 6, 4],
  ["云南", "Yunnan", "云", 1, 5],
  ["贵州", "Guizhou", "贵", 2, 5],
  ["湖南", "Hunan", "湘", 3, 5],
  ["江西", "Jiangxi", "赣", 4, 5],
  ["浙江", "Zhejiang", "浙", 5, 5],
  ["广西", "Guangxi", "桂", 2, 6],
  ["广东", "Guangdong", "粤", 3, 6],
  ["福建", "Fujian", "闽", 4, 6],
  ["台湾", "Taiwan", "台", 6, 6],
  ["海南", "Hainan", "琼", 2, 7],
  ["澳门", "Macao", "澳", 3, 7],
  ["香港", "Hong Kong", "港", 4, 7],
];

export const TILES: readonly Tile[] = ROWS.map(([zh, en, short, x, y]) => ({ zh, en, short, x, y }));

export const provinceOf = (value: string): Tile | undefined => TILES.find((tile) => value.startsWith(tile.zh));
