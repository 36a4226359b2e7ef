// Makes the shapes of the analysis maps: node scripts/maps.mjs
//
// Source: the maps in echarts 4.9.0 (npm, Apache-2.0). China is as Chinese law draws it; ECharts adds the South China Sea to a map named
// `china`. Shapes are thinned with mapshaper, which keeps common borders common. A province is named as the places of visitors begin
// (浙江), a country by its ISO code.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

const TARGET = new URL("../admin-site/src/screens/analysis/maps/", import.meta.url);
const SOURCE = "echarts@4.9.0";
const MAPSHAPER = "mapshaper@0.6.121";
const GZIP_MAX = 60 * 1024;

/** Names of the world map that the browser spells otherwise, and what has no code of its own. */
const CODES = {
  "W. Sahara": "EH",
  Aland: "AX",
  "Fr. S. Antarctic Lands": "TF",
  "Antigua and Barb.": "AG",
  "Bosnia and Herz.": "BA",
  "Central African Rep.": "CF",
  "Côte d'Ivoire": "CI",
  "Dem. Rep. Congo": "CD",
  Congo: "CG",
  "Cayman Is.": "KY",
  "N. Cyprus": "CY",
  "Czech Rep.": "CZ",
  "Dominican Rep.": "DO",
  "Falkland Is.": "FK",
  "Faeroe Is.": "FO",
  "Eq. Guinea": "GQ",
  "Heard I. and McDonald Is.": "HM",
  "Br. Indian Ocean Ter.": "IO",
  // Disputed: shapes without a name, which no figure colours.
  "Siachen Glacier": "",
  "": "",
  Korea: "KR",
  "Lao PDR": "LA",
  "Saint Lucia": "LC",
  Macedonia: "MK",
  Myanmar: "MM",
  "N. Mariana Is.": "MP",
  Palestine: "PS",
  "Dem. Rep. Korea": "KP",
  "Fr. Polynesia": "PF",
  "S. Sudan": "SS",
  "S. Geo. and S. Sandw. Is.": "GS",
  "Saint Helena": "SH",
  "Solomon Is.": "SB",
  "St. Pierre and Miquelon": "PM",
  "São Tomé and Principe": "ST",
  Swaziland: "SZ",
  "Turks and Caicos Is.": "TC",
  "Trinidad and Tobago": "TT",
  Turkey: "TR",
  "St. Vin. and Gren.": "VC",
  "U.S. Virgin Is.": "VI",
  "Cape Verde": "CV",
};

/** Letters that carry differences of coordinates, as echarts 4 writes its maps. */
function decodedRing(text, [x, y]) {
  const zigzag = (code) => ((code - 64) >> 1) ^ -((code - 64) & 1);
  const ring = [];
  let [left, top] = [x, y];
  for (let i = 0; i < text.length; i += 2) {
    left += zigzag(text.charCodeAt(i));
    top += zigzag(text.charCodeAt(i + 1));
    ring.push([left / 1024, top / 1024]);
  }
  return ring;
}

function decoded({ type, coordinates, encodeOffsets }) {
  if (!encodeOffsets) return { type, coordinates };
  const polygon = (rings, offsets) => rings.map((ring, i) => decodedRing(ring, offsets[i]));
  const all = type === "Polygon" ? polygon(coordinates, encodeOffsets) : coordinates.map((each, i) => polygon(each, encodeOffsets[i]));
  return { type, coordinates: all };
}

function codeOf(name) {
  if (name in CODES) return CODES[name];
  const english = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const found = letters.flatMap((a) => letters.map((b) => a + b)).find((code) => english.of(code) === name);
  // Some codes have been given up for others.
  return found && new Intl.Locale(`und-${found}`).region;
}

function shapes(map, nameOf) {
  const features = map.features
    .map(({ properties, geometry }) => ({ type: "Feature", properties: { name: nameOf(properties.name) }, geometry: decoded(geometry) }))
    .filter(({ properties }) => properties.name !== undefined);
  return { type: "FeatureCollection", features };
}

function write(folder, name, map, keep, digits) {
  const [whole, thin] = [join(folder, `${name}-whole.json`), join(folder, `${name}-thin.json`)];
  writeFileSync(whole, JSON.stringify(map));
  const commands = ["-dissolve", "fields=name", "-simplify", keep, "keep-shapes", "-o", `precision=${digits}`, "format=geojson", thin];
  execFileSync("npx", ["--yes", MAPSHAPER, whole, ...commands], { stdio: "inherit" });
  const text = `${JSON.stringify(JSON.parse(readFileSync(thin, "utf8")))}\n`;
  const size = gzipSync(text, { level: 9 }).length;
  if (size > GZIP_MAX) throw new Error(`${name}: ${size} bytes are more than ${GZIP_MAX}`);
  writeFileSync(new URL(`${name}.json`, TARGET), text);
  console.log(name, map.features.length, "shapes,", size, "bytes with gzip");
}

const folder = mkdtempSync(join(tmpdir(), "maps-"));
try {
  execFileSync("npm", ["pack", SOURCE, "--silent", "--pack-destination", folder], { stdio: "inherit" });
  writeFileSync(join(folder, "echarts.tar"), gunzipSync(readFileSync(join(folder, "echarts-4.9.0.tgz"))));
  execFileSync("tar", ["-xf", join(folder, "echarts.tar"), "-C", folder, "package/map/json"]);
  const read = (name) => JSON.parse(readFileSync(join(folder, "package/map/json", name), "utf8"));
  write(folder, "china", shapes(read("china.json"), (name) => name), "45%", "0.01");
  write(folder, "world", shapes(read("world.json"), codeOf), "18%", "0.01");
} finally {
  rmSync(folder, { recursive: true });
}
