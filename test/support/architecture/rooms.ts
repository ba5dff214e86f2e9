import { isBuiltin } from "node:module";
import { type Import, importsOf, type Source } from "./modules.js";

/** What a room may import: other rooms, their types only, and the packages it owns. */
export interface Room {
  imports: Set<string>;
  types: Set<string>;
  packages: Set<string>;
}

export type Rooms = Map<string, Room>;

const wordsOf = (cell: string) =>
  cell
    .split(",")
    .map((word) => word.trim().replaceAll("`", ""))
    .filter((word) => word && word !== "–");

/** The rooms as the table of docs/architecture.md draws them. */
export function roomsOf(page: string): Rooms {
  const rows = page.matchAll(/^\| *`([^`]+)` *\|[^|\n]*\|([^|\n]*)\|([^|\n]*)\|$/gm);
  return new Map(
    [...rows].map(([, name, imports, packages]) => [
      name!,
      {
        imports: new Set(wordsOf(imports!).filter((word) => !word.startsWith("type "))),
        types: new Set(wordsOf(imports!).map((word) => word.replace(/^type /, ""))),
        packages: new Set(wordsOf(packages!)),
      },
    ]),
  );
}

/** The room a file stands in: the longest name that its path lies under. */
export function roomOf(path: string, rooms: Rooms): string | undefined {
  const name = path.replace(/\.ts$/, "");
  return [...rooms.keys()]
    .filter((room) => name === room || name.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** Files that stand in no room of the table. */
export const filesOutsideRooms = (files: Source[], rooms: Rooms) =>
  files.filter(({ path }) => !roomOf(path, rooms)).map(({ path }) => `${path} stands in no room`);

/** Imports of a room that the table does not allow. */
export const forbiddenImports = (files: Source[], rooms: Rooms) =>
  complain(files, ({ path }, { to, type }) => {
    if (to === undefined) return false;
    const [here, there] = [roomOf(path, rooms), roomOf(to, rooms)];
    if (!here || !there) return true;
    const { imports, types } = rooms.get(here)!;
    return here !== there && !imports.has(there) && !(type && types.has(there));
  });

/** Imports of a package by a room that does not own it. */
export const foreignPackages = (files: Source[], rooms: Rooms) =>
  complain(files, ({ path }, { from, to }) => {
    if (to !== undefined || isBuiltin(from)) return false;
    return !rooms.get(roomOf(path, rooms) ?? "")?.packages.has(packageOf(from));
  });

/** The package of "openai/resources" is "openai", that of "@scope/name/part" is "@scope/name". */
const packageOf = (from: string) =>
  from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");

const complain = (files: Source[], wrong: (file: Source, one: Import) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((one) => wrong(file, one))
      .map(({ from }) => `${file.path} imports ${from}`),
  );
