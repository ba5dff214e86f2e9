import { commandLine } from "../core/command-line.js";
import { NoDatabase, NotEncrypted, StoreDamaged, UpgradeBlocked } from "../errors.js";
import { restoreAdvice } from "./backups.js";

type Fact = new (message: string) => Error;

/** What helps for what the store found out: it knows no commands. */
const WAYS_OUT: [Fact, (home: string) => string][] = [
  [StoreDamaged, restoreAdvice],
  [NoDatabase, () => `${commandLine("add", "FILE", "--to", "fr")} makes it`],
  [
    NotEncrypted,
    () =>
      `${commandLine("encrypt")} encrypts it with that key; or take DATABASE_KEY_FILE or DATABASE_KEY out of the settings`,
  ],
  [
    UpgradeBlocked,
    () =>
      `drop or repair what is named, as with ${commandLine("sql", "--write", "STATEMENT")}, and run the command again`,
  ],
];

/** What helps for an error that carries no hint of its own; undefined where nothing is known to. */
export const wayOut = (error: unknown, home: string): string | undefined =>
  WAYS_OUT.find(([fact]) => error instanceof fact)?.[1](home);
