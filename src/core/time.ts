export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS: Record<string, number> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** A thousand years: a date as far from now is still one of four digits, as dates are stored. */
const LONGEST = 365_000 * DAY;
/** What a duration may look like, for an error. */
export const DURATIONS = "a duration such as 90s, 10m, 1h 30m or 30d, no longer than 365000d";

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const SECONDS = new RegExp(`^${NUMBER}$`);
const PART = String.raw`(${NUMBER})\s*(ms|[smhdw])\s*`;
const PARTS = new RegExp(`^(?:${PART})+$`);

/**
 * Reads `90s`, `10m`, `1h 5m`, `7m50s`, `30d` or a bare number of seconds as milliseconds; undefined if it is none of
 * these, or longer than any date can be away.
 */
export function parseDuration(text: string): number | undefined {
  const written = SECONDS.test(text.trim()) ? `${text.trim()}s` : text.trim();
  if (!PARTS.test(written)) return undefined;
  const parts = [...written.matchAll(new RegExp(PART, "g"))].map(([, count, unit]) => ({
    count: Number(count),
    unit: UNITS[unit!]!,
  }));
  if (parts.some(({ unit }, at) => at > 0 && unit >= parts[at - 1]!.unit)) return undefined;
  const ms = Math.round(parts.reduce((sum, { count, unit }) => sum + count * unit, 0));
  return ms <= LONGEST ? ms : undefined;
}

/** Writes milliseconds for people: `0.4s`, `29.3s`, `4m 10s`, `2h 5m`, `3d 4h`. */
export function formatDuration(ms: number): string {
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(ms % SECOND ? 1 : 0)}s`;
  const pairs: [number, string, number, string][] = [
    [DAY, "d", HOUR, "h"],
    [HOUR, "h", MINUTE, "m"],
    [MINUTE, "m", SECOND, "s"],
  ];
  for (const [large, largeName, small, smallName] of pairs) {
    if (ms < large) continue;
    const rest = Math.floor((ms % large) / small);
    return `${Math.floor(ms / large)}${largeName}${rest ? ` ${rest}${smallName}` : ""}`;
  }
  return "0s";
}

/** What the first line of a run says of the times in its log, which `toUtcText` writes. */
export const LOG_TIMES = "times in UTC";

/** The stored form of times that operators query: UTC, `YYYY-MM-DD HH:MM:SS`, as SQLite's datetime() writes it. */
export function toUtcText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** Milliseconds of a stored UTC text. */
export function fromUtcText(text: string): number {
  return Date.parse(`${text.replace(" ", "T")}Z`);
}
