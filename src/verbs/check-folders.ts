import { basename, join, relative, resolve, sep } from "node:path";
import { maybeIn, pairFiles } from "../core/file-pairing.js";
import { junit, type Suite } from "../core/junit.js";
import { UserError } from "../errors.js";
import { EXTENSIONS } from "../formats/index.js";
import { walk } from "../system/walk.js";
import { type Checked, type CheckOptions, check, writeReport } from "./check.js";

interface CheckingFolders extends CheckOptions {
  /** Two folders; files are paired by their paths below them. */
  translations: string;
  sources: string;
}

interface CheckedPair {
  file: string;
  against: string;
  /** What was found, or why one of the two can't be read. */
  checked: Checked | { error: string };
}

interface CheckedFolders {
  pairs: CheckedPair[];
  /** Files that were not checked, each with the reason. */
  unpaired: { file: string; reason: string }[];
  /** Whether every file was checked and passed. */
  passed: boolean;
  /** The JUnit report. */
  report: string;
}

/**
 * Checks every file of a folder against its source in another one, or in the same. Files in other languages than those
 * given are left out. A file that can't be read does not keep the others from being checked. Throws UserError where
 * there is nothing to check.
 */
export async function checkFolders(options: CheckingFolders): Promise<CheckedFolders> {
  const { translations, sources, report: output, ...checking } = options;
  const listed = await list(options);
  const { pairs: found, unpaired: alone } = pairFiles(listed.translations, listed.sources);
  const pairs: CheckedPair[] = [];
  for (const { translation, source } of found) {
    const [file, against] = [join(translations, translation), join(sources, source)];
    pairs.push({ file, against, checked: await tried({ ...checking, translation: file, source: against }) });
  }
  const unpaired = [
    ...alone.map(({ file, side, reason }) => ({
      file: join(side === "source" ? sources : translations, file),
      reason,
    })),
    ...listed.unnamable.map((file) => ({ file, reason: "its name is not UTF-8" })),
  ];
  const report = junit([...pairs.map(suiteOf), ...unpaired.map(unpairedSuite)]);
  if (output !== undefined)
    writeReport(
      output,
      report,
      pairs.flatMap(({ file, against }) => [file, against]),
    );
  const passed = unpaired.length === 0 && pairs.every(({ checked }) => "passed" in checked && checked.passed);
  return { pairs, unpaired, passed, report };
}

/** The paths of both sides below their folders, written with `/`. */
async function list({ translations, sources, from, to }: CheckingFolders) {
  const same = resolve(translations) === resolve(sources);
  if (same && from === undefined)
    throw new UserError(
      "both folders are the same, so that translations can't be told from their sources",
      "name the language of the sources, for example `--from en`",
    );
  const [theirs, ours] = [await filesBelow(translations, sources), await filesBelow(sources, translations)];
  const isSource = (path: string) => from === undefined || maybeIn(path, from);
  const isTranslation = (path: string) =>
    (to === undefined || maybeIn(path, to)) && !(same && isSource(path));
  const listed = {
    translations: theirs.paths.filter(isTranslation),
    sources: ours.paths.filter(isSource),
    unnamable: [...new Set([...theirs.unnamable, ...ours.unnamable])],
  };
  if (listed.translations.length === 0)
    throw new UserError(`${translations}: no translated file is in this folder`);
  return listed;
}

/** Files with a known ending, without those of the other folder where that is inside. */
async function filesBelow(folder: string, other: string) {
  const { files, unnamable } = await walk(folder);
  const inside = `${resolve(other)}${sep}`;
  const isApart = (path: string) => resolve(other) === resolve(folder) || !isWithin(inside, path, folder);
  const isKnown = (path: string) =>
    !basename(path).startsWith(".") && EXTENSIONS.some((ending) => path.toLowerCase().endsWith(ending));
  return {
    paths: files
      .filter((path) => isKnown(path) && isApart(path))
      .map((path) => relative(folder, path).replaceAll(sep, "/")),
    unnamable: unnamable
      .filter(({ isFolder, shown }) => isFolder || isKnown(shown))
      .map(({ shown }) => shown),
  };
}

const isWithin = (inside: string, path: string, folder: string) =>
  inside.startsWith(`${resolve(folder)}${sep}`) && resolve(path).startsWith(inside);

async function tried(options: Parameters<typeof check>[0]): Promise<CheckedPair["checked"]> {
  try {
    return await check(options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { error: error.message };
  }
}

const suiteOf = ({ file, against, checked }: CheckedPair): Suite =>
  "error" in checked
    ? failedSuite(file, { name: `against ${against}`, type: "unreadable", message: checked.error })
    : { ...checked.suite, name: `${file} against ${against}` };

const unpairedSuite = ({ file, reason }: { file: string; reason: string }): Suite =>
  failedSuite(file, { name: "has a partner", type: "unpaired", message: reason });

const failedSuite = (
  file: string,
  { name, ...failure }: { name: string; type: string; message: string },
): Suite => ({
  ...{ name: file, file },
  cases: [{ name, failure: { ...failure, details: failure.message } }],
});
