import { commandLine } from "../core/command-line.js";
import { columnOf } from "../formats/index.js";
import type { Store } from "../store/store.js";
import { formatOption } from "./file-names.js";

/**
 * The command that adds a project's file once more, read as it was; in words for standard input, which is gone.
 * `name` is that of the new project.
 */
export async function addAgain(store: Store, id: string, name?: string): Promise<string> {
  const { path, sourceLang, targetLang } = await store.showProject(id);
  if (path === "") return "add it once more, with `--again`";
  const { format, encoding } = await store.documentOf(id);
  const column = columnOf(format);
  const isRecognised = encoding.name.startsWith("utf");
  return commandLine(
    "add",
    path,
    "--to",
    targetLang,
    ...(sourceLang ? ["--from", sourceLang] : []),
    ...formatOption(path, format),
    ...(column === undefined ? [] : ["--column", column]),
    ...(isRecognised ? [] : ["--encoding", encoding.name]),
    "--again",
    ...(name === undefined ? [] : ["--name", name]),
  );
}
