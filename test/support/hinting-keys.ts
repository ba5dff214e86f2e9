import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEY, OTHER_KEY, withoutCipher } from "./cipher.js";
import type { Case } from "./hinting-states.js";
import { addTo, type World } from "./projects.js";
import { advised, say } from "./ways-out.js";
import { world } from "./world.js";

/** A key file outside the home. */
function keyFile(here: World, key: string) {
  const path = here.file(`${key.slice(0, 4)}.key`, `${key}\n`);
  chmodSync(path, 0o600);
  return path;
}

const newFile = (here: World) => join(here.file("x", ""), "..", "new.key");

function settings(here: World, text: string) {
  mkdirSync(here.home, { recursive: true, mode: 0o700 });
  writeFileSync(join(here.home, ".env"), text, { mode: 0o600 });
}

async function plainHome() {
  const here = world();
  await addTo(here, "a.srt", 1);
  return here;
}

async function encryptedHome() {
  const here = world();
  settings(here, `DATABASE_KEY_FILE=${keyFile(here, KEY)}\n`);
  await addTo(here, "a.srt", 1);
  return here;
}

/** A plain database, and settings with a key. */
async function keyTooEarly() {
  const here = await plainHome();
  settings(here, `DATABASE_KEY=${KEY}\n`);
  return here;
}

const cases: Omit<Case, "skipped">[] = [
  ...["transcron key new --file FILE", "transcron encrypt --key-file FILE"].flatMap((way) => [
    {
      way: `verbs/rekey.ts: ${way}`,
      when: "no key is named to encrypt with",
      state: async () => {
        const here = await plainHome();
        return { here, said: await say(here, "encrypt"), values: { FILE: newFile(here) } };
      },
    },
    ...["rekey", "decrypt"].map((command) => ({
      way: `verbs/rekey.ts: ${way}`,
      when: `there is no key for ${command}`,
      state: async () => {
        const here = await plainHome();
        const options = command === "rekey" ? ["--key-file", keyFile(here, KEY)] : [];
        return { here, said: await say(here, command, ...options), values: { FILE: newFile(here) } };
      },
    })),
  ]),
  {
    way: "verbs/rekey.ts: transcron key new --file FILE",
    when: "the database has the key that it is to get",
    state: async () => {
      const here = await encryptedHome();
      const said = await say(here, "rekey", "--key-file", keyFile(here, KEY));
      return { here, said, values: { FILE: newFile(here) } };
    },
  },
  {
    way: "verbs/rekey.ts: transcron rekey --key-file FILE",
    when: "the database is encrypted already",
    state: async () => {
      const here = await encryptedHome();
      return { here, said: await say(here, "encrypt"), values: { FILE: keyFile(here, OTHER_KEY) } };
    },
  },
  {
    way: "verbs/restore.ts: --key-file",
    when: "a backup is under an older key",
    state: async () => {
      const here = await encryptedHome();
      const { data } = await here.json("backup");
      const [first, second] = [keyFile(here, KEY), keyFile(here, OTHER_KEY)];
      await here.cli("rekey", "--key-file", second);
      settings(here, `DATABASE_KEY_FILE=${second}\n`);
      const said = await say(here, "restore", data.path, "--force");
      return { here, said, values: { "": first } };
    },
  },
  {
    way: "verbs/ways-out.ts: transcron encrypt",
    when: "a key is set for a plain database",
    state: async () => {
      const here = await keyTooEarly();
      return { here, said: await say(here, "list") };
    },
  },
  {
    way: "verbs/ways-out.ts: transcron encrypt",
    when: "doctor finds a plain database and a key",
    state: async () => {
      const here = await keyTooEarly();
      return { here, said: await advised(here, "database") };
    },
  },
];

/** The ways out of what has to do with the key of the database. */
export const KEY_CASES: Case[] = cases.map((one) => ({ ...one, skipped: withoutCipher }));
