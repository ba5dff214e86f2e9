/** The shortest ends of paths, from a folder's boundary on, that tell different paths apart. */
export function distinctEnds(paths: readonly string[]): string[] {
  const parts = new Map(paths.map((path) => [path, path.split("/").filter(Boolean)]));
  const ends = new Map<string, string>();
  let open = [...parts.keys()];
  for (let length = 1; open.length > 0; length++) {
    const groups = new Map<string, string[]>();
    for (const path of open) {
      const end = parts.get(path)!.slice(-length).join("/");
      groups.set(end, [...(groups.get(end) ?? []), path]);
    }
    open = [];
    for (const [end, group] of groups) {
      for (const path of group) {
        const isWhole = parts.get(path)!.length <= length;
        if (group.length === 1 || isWhole) ends.set(path, end);
        else open.push(path);
      }
    }
  }
  return paths.map((path) => ends.get(path)!);
}

/** Of an id without its `trans_` this much is shown: eight letters or digits at random. */
const SHORTEST = 8;

/** The beginnings of ids that every command takes for them, as long as these ids need to be told apart. */
export function shortIds(ids: readonly string[]): string[] {
  const bare = ids.map((id) => id.slice(id.indexOf("_") + 1));
  let length = SHORTEST;
  while (new Set(bare.map((id) => id.slice(0, length))).size < new Set(bare).size) length++;
  return bare.map((id) => id.slice(0, length));
}
