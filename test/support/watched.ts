import { mkdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MINUTE } from "../../src/core/time.js";
import type { World } from "./projects.js";
import { srtOf, world } from "./world.js";

export interface Watching {
  here: World;
  folder: string;
  /** Puts a film of so many lines there; a changed one has another time. Returns its path. */
  put(name: string, lines: number): string;
  /** Writes a file, of one and the same time. */
  write(name: string, content: string): string;
  sizeOf(name: string): number;
  /** Ticks when the next scan is due. */
  tickLater(): Promise<void>;
}

/** A world with a folder that is watched with these options. */
export async function withWatched(options = "--to fr", env: NodeJS.ProcessEnv = {}): Promise<Watching> {
  const here = world(env);
  const folder = join(here.home, "..", "watched");
  mkdirSync(folder);
  const { code, err } = await here.cli("folder", "add", folder, ...options.split(" "));
  if (code !== 0) throw new Error(err);
  const write = (name: string, content: string) => {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, 1, 1);
    return path;
  };
  return {
    here,
    folder,
    write,
    put: (name, lines) => write(name, srtOf(lines)),
    sizeOf: (name) => statSync(join(folder, name)).size,
    async tickLater() {
      here.clock.time += 5 * MINUTE;
      await here.cli("tick");
    },
  };
}
