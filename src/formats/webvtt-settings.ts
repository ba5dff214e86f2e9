/** Cue settings and regions, as https://www.w3.org/TR/webvtt1/#parse-the-webvtt-cue-settings reads them. */

export interface Region {
  id: string;
  width: number;
  lines: number;
  regionAnchorX: number;
  regionAnchorY: number;
  viewportAnchorX: number;
  viewportAnchorY: number;
  scroll: "" | "up";
}

export interface CueSettings {
  region: Region | null;
  vertical: "" | "rl" | "lr";
  line: number | "auto";
  snapToLines: boolean;
  lineAlign: string;
  position: number | "auto";
  positionAlign: string;
  size: number;
  align: string;
}

type Reader<T> = (target: T, value: string) => boolean;

const NUMBER = /^-?\d+(?:\.\d+)?$/;

function percentage(text: string): number | undefined {
  if (!/^\d+(?:\.\d+)?%$/.test(text)) return undefined;
  const value = Number.parseFloat(text);
  return value <= 100 ? value : undefined;
}

function anchor(text: string): [number, number] | undefined {
  const parts = text.split(",");
  const [x, y] = [percentage(parts[0] ?? ""), percentage(parts[1] ?? "")];
  return parts.length === 2 && x !== undefined && y !== undefined ? [x, y] : undefined;
}

/** Reads `name:value` words in order; returns the words that mean nothing. */
function readWords<T>(words: string[], target: T, readers: Record<string, Reader<T>>): string[] {
  return words.filter((word) => {
    const colon = word.indexOf(":");
    if (colon < 1 || colon === word.length - 1) return true;
    const read = Object.hasOwn(readers, word.slice(0, colon)) ? readers[word.slice(0, colon)] : undefined;
    return !read?.(target, word.slice(colon + 1));
  });
}

const wordsOf = (text: string) => text.split(/[ \t\f\n\r]+/).filter(Boolean);

const REGION_READERS: Record<string, Reader<Region>> = {
  id: (region, value) => {
    region.id = value;
    return true;
  },
  width: (region, value) => {
    const width = percentage(value);
    if (width !== undefined) region.width = width;
    return width !== undefined;
  },
  lines: (region, value) => {
    if (!/^\d+$/.test(value)) return false;
    region.lines = Number(value);
    return true;
  },
  regionanchor: (region, value) => {
    const point = anchor(value);
    if (point) [region.regionAnchorX, region.regionAnchorY] = point;
    return point !== undefined;
  },
  viewportanchor: (region, value) => {
    const point = anchor(value);
    if (point) [region.viewportAnchorX, region.viewportAnchorY] = point;
    return point !== undefined;
  },
  scroll: (region, value) => {
    if (value === "up") region.scroll = "up";
    return value === "up";
  },
};

export function parseRegion(lines: string[]): Region {
  const region: Region = {
    id: "",
    width: 100,
    lines: 3,
    regionAnchorX: 0,
    regionAnchorY: 100,
    viewportAnchorX: 0,
    viewportAnchorY: 100,
    scroll: "",
  };
  readWords(wordsOf(lines.join("\n")), region, REGION_READERS);
  return region;
}

/** Splits `value,alignment`; false if the alignment is none of those allowed. */
function aligned(value: string, allowed: string[]): [string, string | undefined] | false {
  const comma = value.indexOf(",");
  if (comma < 0) return [value, undefined];
  const alignment = value.slice(comma + 1);
  return allowed.includes(alignment) && [value.slice(0, comma), alignment];
}

const cueReaders = (regions: Map<string, Region>): Record<string, Reader<CueSettings>> => ({
  region: (cue, value) => {
    cue.region = regions.get(value) ?? null;
    return cue.region !== null;
  },
  vertical: (cue, value) => {
    if (value !== "rl" && value !== "lr") return false;
    cue.vertical = value;
    return true;
  },
  line: (cue, value) => {
    const parts = aligned(value, ["start", "center", "end"]);
    if (!parts) return false;
    const [position, alignment] = parts;
    const share = percentage(position);
    const count = NUMBER.test(position) ? Number(position) : undefined;
    if (share === undefined && (count === undefined || !Number.isFinite(count))) return false;
    cue.line = (share ?? count!) + 0; // -0 is 0
    cue.snapToLines = share === undefined;
    if (alignment) cue.lineAlign = alignment;
    return true;
  },
  position: (cue, value) => {
    const parts = aligned(value, ["line-left", "center", "line-right"]);
    const share = parts ? percentage(parts[0]) : undefined;
    if (!parts || share === undefined) return false;
    cue.position = share;
    if (parts[1]) cue.positionAlign = parts[1];
    return true;
  },
  size: (cue, value) => {
    const share = percentage(value);
    if (share !== undefined) cue.size = share;
    return share !== undefined;
  },
  align: (cue, value) => {
    if (!["start", "center", "end", "left", "right"].includes(value)) return false;
    cue.align = value;
    return true;
  },
});

/** Reads what follows a cue's times; `ignored` are the words that players skip. */
export function parseSettings(
  text: string,
  regions: Map<string, Region>,
): { settings: CueSettings; ignored: string[] } {
  const settings: CueSettings = {
    region: null,
    vertical: "",
    line: "auto",
    snapToLines: true,
    lineAlign: "start",
    position: "auto",
    positionAlign: "auto",
    size: 100,
    align: "center",
  };
  const ignored = readWords(wordsOf(text.replaceAll("\0", "\uFFFD")), settings, cueReaders(regions));
  if (settings.vertical || settings.line !== "auto" || settings.size !== 100) settings.region = null;
  return { settings, ignored };
}
