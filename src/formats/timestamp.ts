/** Milliseconds of four groups of a match: hours (may be missing), minutes, seconds, fraction. */
export function timeOf(match: RegExpExecArray, group: number): number {
  const [hours, minutes, seconds, fraction] = [0, 1, 2, 3].map((offset) => match[group + offset] ?? "0");
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return whole * 1000 + Number(fraction!.padEnd(3, "0"));
}

/** `00:01:02` and the fraction behind the format's own mark; hours grow beyond 99. */
export function timestamp(ms: number, mark: "," | "."): string {
  const pad = (value: number, width: number) => String(Math.floor(value)).padStart(width, "0");
  const clock = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60].map((part) => pad(part, 2));
  return `${clock.join(":")}${mark}${pad(ms % 1000, 3)}`;
}
