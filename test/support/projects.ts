import { srtOf, type world } from "./world.js";

export type World = ReturnType<typeof world>;

/** Adds a file of so many lines, each its own; returns the project's id. */
export async function addTo(here: World, name: string, lines: number, ...argv: string[]): Promise<string> {
  const source = srtOf(lines, (line) => `In ${name} this is line ${line}.`);
  const { data } = await here.json("add", here.file(name, source), "--to", "fr", ...argv);
  return data.files[0].projects[0].id;
}

export const statusOf = async (here: World, id: string) => (await here.json("show", id)).data.status;

/** Adds a file of these lines; returns the project's id. */
export async function addLines(here: World, lines: readonly string[]): Promise<string> {
  const source = srtOf(lines.length, (line) => lines[line - 1]!);
  const file = here.file(`${lines.length} lines from ${lines[0]!.slice(0, 8)}.srt`, source);
  const { data } = await here.json("add", file, "--to", "fr", "--from", "en");
  return data.files[0].projects[0].id;
}

/** A project with its lines. */
export const shown = async (here: World, id: string) => (await here.json("show", id, "--segments")).data;
