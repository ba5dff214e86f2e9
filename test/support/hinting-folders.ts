import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "./hinting-states.js";
import { withWatched } from "./watched.js";
import { advised, say } from "./ways-out.js";
import { world } from "./world.js";

/** A world with a folder that nobody watches. */
function withFolder() {
  const here = world();
  const folder = join(here.home, "..", "archive");
  mkdirSync(folder);
  return { here, folder };
}

/** The ways out of what is said of watched folders. */
export const FOLDER_CASES: Case[] = [
  {
    way: "commands/crontab.ts: transcron folder add … --to …",
    when: "the entry is printed and not installed",
    state: async () => {
      const { here, folder } = withFolder();
      return { here, said: await say(here, "crontab", "--folder", folder, "--to", "fr") };
    },
  },
  {
    way: "commands/folder.ts: transcron folder list",
    when: "it is not said which folder",
    state: async () => {
      const { here } = await withWatched();
      return { here, said: await say(here, "folder", "remove") };
    },
  },
  {
    way: "commands/folder.ts: --no-recordings",
    when: "a folder is watched whose recordings would be transcribed",
    state: async () => {
      const { here, folder } = withFolder();
      return { here, said: await say(here, "folder", "add", folder, "--to", "fr") };
    },
  },
  {
    way: "commands/folder.ts: transcron scan …",
    when: "a folder is watched from now on",
    state: async () => {
      const { here, folder } = withFolder();
      return { here, said: await say(here, "folder", "add", folder, "--to", "fr") };
    },
  },
  {
    way: "commands/scan.ts: transcron folder add FOLDER --to fr",
    when: "no folder is watched",
    state: async () => {
      const { here, folder } = withFolder();
      return { here, said: await say(here, "scan"), values: { FOLDER: folder } };
    },
  },
  {
    way: "verbs/folders.ts: transcron folder list",
    when: "the folder is not watched",
    state: async () => {
      const { here } = await withWatched();
      return { here, said: await say(here, "scan", "/elsewhere") };
    },
  },
  {
    way: "verbs/folders.ts: transcron folder remove …",
    when: "a folder is inside a watched one",
    state: async () => {
      const { here, folder } = await withWatched();
      mkdirSync(join(folder, "inner"));
      return { here, said: await say(here, "folder", "add", join(folder, "inner"), "--to", "fr") };
    },
  },
  {
    way: "verbs/folders.ts: --to fr,es",
    when: "no languages are named",
    state: async () => {
      const { here, folder } = withFolder();
      return { here, said: await say(here, "folder", "add", folder) };
    },
  },
  {
    way: "verbs/doctor/folders.ts: transcron folder remove …",
    when: "a watched folder is missing",
    state: async () => {
      const { here, folder } = await withWatched();
      rmSync(folder, { recursive: true });
      return { here, said: await advised(here, "folders") };
    },
  },
];
