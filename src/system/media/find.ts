import { runFile } from "../run-file.js";
import type { MediaOptions } from "./run.js";

let found: Promise<string | undefined> | undefined;

/** The version of ffmpeg, if both ffmpeg and ffprobe are on the PATH; looked up once a process. */
export function findMedia(options: MediaOptions): Promise<string | undefined> {
  found ??= look(options).catch((error) => {
    found = undefined; // it was stopped, which says nothing
    throw error;
  });
  return found;
}

/** How it is installed, for a message. */
export const INSTALL_MEDIA =
  "install ffmpeg: `apt-get install ffmpeg` (Debian), `brew install ffmpeg` (macOS)";

const ENOUGH = 64 * 1024;

async function look({ env, signal }: MediaOptions): Promise<string | undefined> {
  const versions: string[] = [];
  for (const program of ["ffprobe", "ffmpeg"]) {
    try {
      const ran = await runFile({ program, args: ["-version"], env, signal, mostOutput: ENOUGH });
      const [, version] = /version (\S+)/.exec(ran.output.toString("utf8")) ?? [];
      if (ran.code !== 0 || version === undefined) return undefined;
      versions.push(version);
    } catch {
      signal.throwIfAborted();
      return undefined; // not there, or not to be run
    }
  }
  return versions[1];
}
