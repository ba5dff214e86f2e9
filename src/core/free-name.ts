/** The name that is wanted, or the first of `NAME-2`, `NAME-3` … that is not taken; the ending stays at the end. */
export function freeName(wanted: string, isTaken: (name: string) => boolean, ending = ""): string {
  let name = wanted + ending;
  for (let count = 2; isTaken(name); count++) name = `${wanted}-${count}${ending}`;
  return name;
}
