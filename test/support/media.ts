import { execFileSync, spawnSync } from "node:child_process";

/** Whether recordings can be made and looked into here; tests that need that skip, and say so, where they can't. */
export const hasMedia =
  spawnSync("ffmpeg", ["-version"]).status === 0 && spawnSync("ffprobe", ["-version"]).status === 0;

if (!hasMedia) console.warn("skipped: ffmpeg is not installed");

/** Makes a recording by ffmpeg's own generators and filters. */
export function makeRecording(path: string, ...args: string[]): string {
  execFileSync("ffmpeg", ["-v", "error", "-nostdin", "-y", ...args, `file:${path}`]);
  return path;
}

/** Arguments for sound that is silent but for a tone at some seconds. */
export function tones(seconds: number, ...spans: [start: number, end: number][]): string[] {
  const on = spans.map(([start, end]) => `between(t\\,${start}\\,${end})`).join("+") || "0";
  return ["-f", "lavfi", "-i", `aevalsrc=0.5*sin(880*PI*t)*(${on}):s=16000:d=${seconds}`];
}
