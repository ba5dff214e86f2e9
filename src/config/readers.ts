import type { Lane } from "../core/model.js";
import { parseDuration } from "../core/time.js";

/** How settings are read from text. Each returns undefined for what can't be read. */

export const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (text: string) =>
    allowed.find((value) => value === text.trim());

const ANSWERS: Record<string, boolean> = { yes: true, no: false };

export const yesOrNo = (text: string) => ANSWERS[text.trim()];

export const wholeNumber = (least: number, most: number) => (text: string) => {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
};

export const decimal = (most: number) => (text: string) => {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value <= most ? value : undefined;
};

/** A duration as milliseconds. */
export const seconds = (least: number, most: number) => (text: string) => {
  const ms = parseDuration(text);
  return ms !== undefined && ms >= least && ms <= most ? ms : undefined;
};

export function parseUrl(text: string): string | undefined {
  const url = text.trim().replace(/\/+$/, "");
  if (!URL.canParse(url) || !/^https?:/.test(url)) return undefined;
  const { username, password } = new URL(url);
  return username || password ? undefined : url;
}

/** An address that others see, and that a path is put behind: no query, which may hold a key. */
export const parseBaseUrl = (text: string): string | undefined =>
  /[?#]/.test(text) ? undefined : parseUrl(text);

export function parseBytes(text: string): number | undefined {
  const match = /^(\d+)\s*([KMG]?)B?$/i.exec(text.trim());
  if (!match) return undefined;
  const bytes = Number(match[1]) * 1024 ** ["", "K", "M", "G"].indexOf(match[2]!.toUpperCase());
  return bytes >= 64 * 1024 ** 2 ? bytes : undefined;
}

export function parseLanes(text: string): Lane[] | undefined {
  const lanes = text.split(",").map((part) => {
    const [name, places, workers, ...rest] = part.trim().split(":");
    const lane = { name: name ?? "", places: Number(places), workers: Number(workers) };
    const valid =
      /^[a-z][a-z0-9_-]*$/.test(lane.name) && lane.places >= 1 && lane.workers >= 1 && !rest.length;
    return valid && Number.isInteger(lane.places) && Number.isInteger(lane.workers) ? lane : undefined;
  });
  const names = new Set(lanes.map((lane) => lane?.name));
  return lanes.every((lane) => lane !== undefined) && names.size === lanes.length
    ? (lanes as Lane[])
    : undefined;
}
