import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tickLock } from "../src/queue/tick.js";
import { withLock } from "../src/system/lock.js";
import { workerId } from "../src/system/worker-id.js";
import { KEY, OTHER_KEY, withoutCipher } from "./support/cipher.js";
import { addTo, type World } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

const MARKER = "Rosebud";

/** A key file outside the home, as `key new` makes them. */
function keyFile(here: World, key = KEY, name = "keys/transcron.key") {
  const path = here.file(name, `${key}\n`);
  chmodSync(path, 0o600);
  return path;
}

function settings(here: World, text: string) {
  mkdirSync(here.home, { recursive: true, mode: 0o700 });
  writeFileSync(join(here.home, ".env"), text, { mode: 0o600 });
}

/** Everything under a folder, as one run of bytes. */
function bytesUnder(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true });
  return Buffer.concat(
    files.filter((file) => file.isFile()).map((file) => readFileSync(join(file.parentPath, file.name))),
  );
}

const bytesOf = (path: string) => readFileSync(path);

describe("the settings", () => {
  test.each(["swordfish-and-more", "ab".repeat(31), `${"ab".repeat(31)}xy`])(
    "take raw keys only, and quote none: %s",
    async (key) => {
      const { code, out, err } = await world({ DATABASE_KEY: key }).cli("list");
      expect(code).toBe(2);
      expect(err).toContain('DATABASE_KEY is "…" (environment)');
      expect(err).toContain("64 hexadecimal characters");
      expect(out + err).not.toContain(key.slice(0, 8));
    },
  );

  test("of both kinds exclude each other", async () => {
    const here = world({ DATABASE_KEY: KEY, DATABASE_KEY_FILE: "/nowhere" });
    const { code, err } = await here.cli("list");
    expect([code, err]).toEqual([2, expect.stringContaining("are both set")]);
    expect((await here.cli("config")).code).toBe(2);
    expect(existsSync(join(here.home, "transcron.db"))).toBe(false);
  });

  test("show nothing of the key", async () => {
    const { out } = await world({ DATABASE_KEY: KEY }).cli("config", "--json");
    const shown = JSON.parse(out).settings.find(({ name }: { name: string }) => name === "DATABASE_KEY");
    expect(shown).toMatchObject({ value: "…", origin: "environment" });
    expect(out).not.toContain(KEY.slice(0, 4));
  });

  test("refuse a key file that is missing, open to others, or holds no key, and quote nothing of it", async () => {
    const here = world();
    const file = keyFile(here);
    settings(here, `DATABASE_KEY_FILE=${file}\n`);
    chmodSync(file, 0o644);
    expect((await here.cli("list")).err).toContain(`is open to others (644)\ntry: chmod 600 ${file}`);
    chmodSync(file, 0o600);
    writeFileSync(file, "swordfish");
    const { code, err } = await here.cli("list");
    expect([code, err]).toEqual([2, expect.stringContaining("holds no key (9 characters)")]);
    expect(err).not.toContain("swordfish");
    settings(here, "DATABASE_KEY_FILE=/nowhere/at-all.key\n");
    expect((await here.cli("list")).err).toContain("the key file /nowhere/at-all.key is not there");
    expect(existsSync(join(here.home, "transcron.db"))).toBe(false);
  });

  test("that are wrong elsewhere keep nobody from the database", async () => {
    const here = world();
    await addTo(here, "a.srt", 1);
    settings(here, "STUCK_AFTER=never\n");
    expect((await here.cli("backup")).code).toBe(0);
  });
});

test.runIf(withoutCipher)(
  "without its package a key is a mistake, with the line that installs it",
  async () => {
    const { code, err } = await world({ DATABASE_KEY: KEY }).cli("list");
    expect(code).toBe(2);
    expect(err).toMatch(/better-sqlite3-multiple-ciphers.*(not installed|does not run)/);
    expect(err).toMatch(/try: npm install better-sqlite3-multiple-ciphers@1[23]/);
  },
);

describe("key new", () => {
  test("prints a key that the settings take", async () => {
    const { code, out } = await world().cli("key", "new");
    expect([code, out]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}\n$/)]);
  });

  test("writes it for its owner alone, and never over a file", async () => {
    const here = world();
    const file = join(here.file("x", ""), "..", "new.key");
    const { code, out, err } = await here.cli("key", "new", "--file", file);
    expect([code, out]).toEqual([0, `wrote ${file}\n`]);
    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
    const key = readFileSync(file, "utf8");
    expect(key).toMatch(/^[0-9a-f]{64}\n$/);
    expect(out + err).not.toContain(key.trim());
    expect(await here.cli("key", "new", "--file", file)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${file} exists already`),
    });
    expect(readFileSync(file, "utf8")).toBe(key);
  });
});

describe.skipIf(withoutCipher)("an encrypted home", () => {
  test("is one from its first command on: no byte of a text stands in it, and the work is done", async () => {
    const here = world();
    settings(here, `DATABASE_KEY_FILE=${keyFile(here)}\n`);
    const source = here.file(
      "talk.srt",
      srtOf(4, (line) => `${MARKER}, said number ${line}.`),
    );
    expect((await here.cli("add", source, "--to", "fr", "--deliver")).code).toBe(0);
    expect((await here.cli("tick")).code).toBe(0);
    expect((await here.cli("backup")).code).toBe(0);
    expect((await here.json("list")).data.counts.completed).toBe(1);
    expect(readdirSync(join(here.home, "backups")).filter((name) => name.endsWith(".partial"))).toEqual([]);
    const held = bytesUnder(here.home);
    expect([held.includes(MARKER), held.includes("talk"), held.includes(KEY)]).toEqual([false, true, false]);
    expect(bytesOf(source).includes(MARKER)).toBe(true);
    expect(bytesOf(source.replace(".srt", ".fr.srt")).length).toBeGreaterThan(0); // delivered, in plain text
  });

  test("stays as it is for a tick without the key, which makes no other", async () => {
    const here = world();
    settings(here, `DATABASE_KEY=${KEY}\n`);
    await addTo(here, "a.srt", 1);
    const file = join(here.home, "transcron.db");
    const before = bytesOf(file);
    settings(here, "");
    for (const argv of [
      ["tick"],
      ["list"],
      ["add", here.file("b.srt", srtOf(1)), "--to", "fr"],
      ["backup"],
    ]) {
      const { code, err } = await here.cli(...argv);
      expect([code, err]).toEqual([2, expect.stringContaining("is encrypted, and no key is set")]);
      expect(err).not.toContain("restore");
    }
    expect(bytesOf(file)).toEqual(before);
    expect(readdirSync(join(here.home, "backups"))).toEqual([]);
  });

  test("is backed up and restored under its key, also after it was rekeyed", async () => {
    const here = world();
    const [first, second] = [keyFile(here), keyFile(here, OTHER_KEY, "keys/second.key")];
    settings(here, `DATABASE_KEY_FILE=${first}\n`);
    await addTo(here, "a.srt", 1);
    const backup = (await here.json("backup")).data.path;
    await addTo(here, "b.srt", 1);
    await here.cli("rekey", "--key-file", second);
    settings(here, `DATABASE_KEY_FILE=${second}\n`);
    const refused = await here.cli("restore", backup, "--force");
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("the key does not open")]);
    expect((await here.json("list")).data.counts.pending).toBe(2);
    expect((await here.cli("restore", backup, "--force", "--key-file", first)).code).toBe(0);
    expect((await here.json("list")).data.counts.pending).toBe(1);
  });
});

describe.skipIf(withoutCipher)("encrypt, rekey and decrypt", () => {
  test("say what belongs into .env, and are audited", async () => {
    const here = world();
    const [first, second] = [keyFile(here), keyFile(here, OTHER_KEY, "keys/second.key")];
    const env = join(here.home, ".env");
    await addTo(here, "a.srt", 1);
    const encrypted = await here.cli("encrypt", "--key-file", first);
    expect(encrypted.code).toBe(0);
    expect(encrypted.out).toContain(`put this line into ${env}, in place of any other key:\n`);
    expect(encrypted.out.split("\n").at(-2)).toBe(`DATABASE_KEY_FILE=${first}`);
    settings(here, `DATABASE_KEY_FILE=${first}\n`);
    const rekeyed = await here.cli("rekey", "--key-file", second);
    expect(rekeyed.out.split("\n").at(-2)).toBe(`DATABASE_KEY_FILE=${second}`);
    expect(rekeyed.err).toContain("backups made before need the old key");
    settings(here, `DATABASE_KEY_FILE=${second}\n`);
    expect((await here.cli("decrypt")).out).toContain(`remove DATABASE_KEY_FILE from ${env}`);
    settings(here, "");
    const { changes } = (await here.json("audit")).data;
    expect(changes.map(({ action }: { action: string }) => action)).toEqual([
      "decrypt",
      "rekey",
      "encrypt",
      "add",
    ]);
    expect((await here.json("list")).data.counts.pending).toBe(1);
  });

  test("encrypt takes the key of the settings too, as the error of other commands advises", async () => {
    const here = world();
    await addTo(here, "a.srt", 1);
    settings(here, `DATABASE_KEY=${KEY}\n`);
    const { code, err } = await here.cli("list");
    expect([code, err]).toEqual([2, expect.stringContaining("try: `transcron encrypt` ")]);
    expect((await here.cli("encrypt")).code).toBe(0);
    expect((await here.json("list")).data.counts.pending).toBe(1);
    expect(await here.cli("encrypt")).toMatchObject({
      code: 2,
      err: expect.stringContaining("encrypted already"),
    });
  });

  test("refuse while a tick has the lock or a worker is alive, and change nothing", async () => {
    const here = world();
    const file = keyFile(here);
    await addTo(here, "a.srt", 1);
    const holder = { worker: workerId(), since: here.clock.time };
    await withLock(
      { file: tickLock(here.home), holder },
      () => false,
      async () => {
        expect(await here.cli("encrypt", "--key-file", file)).toMatchObject({
          code: 75,
          err: expect.stringContaining("is at work"),
        });
      },
    );
    const context = here.context();
    const store = await context.store();
    await store.greet({ worker: workerId(), kind: "watch", memoryBytes: 1, now: here.clock.time });
    context.close();
    expect(await here.cli("encrypt", "--key-file", file)).toMatchObject({
      code: 75,
      err: expect.stringContaining("is at work on this database"),
    });
    expect((await here.cli("list")).code).toBe(0);
  });

  test("want a key, a database, and another key than there is", async () => {
    const here = world();
    const file = keyFile(here);
    const said = async (...argv: string[]) => {
      const { code, err } = await here.cli(...argv);
      expect(code).toBe(2);
      return err;
    };
    expect(await said("encrypt")).toContain("encrypt with which key?");
    expect(await said("encrypt", "--key-file", file)).toContain("there is no database");
    expect(await said("rekey", "--key-file", file)).toContain("no key is set");
    expect(await said("decrypt")).toContain("no key is set");
    settings(here, `DATABASE_KEY_FILE=${file}\n`);
    await addTo(here, "a.srt", 1);
    expect(await said("rekey", "--key-file", file)).toContain("holds the key that the database has already");
    expect(readdirSync(here.home).filter((name) => name.includes("rekeying"))).toEqual([]);
  });
});

describe("doctor", () => {
  const found = async (here: World) => {
    const { data } = await here.json("doctor");
    return data.findings.find(({ check }: { check: string }) => check === "encryption");
  };

  test("says that encryption is off", async () => {
    expect(await found(world())).toMatchObject({ state: "ok", says: expect.stringMatching(/^off/) });
  });

  test.skipIf(withoutCipher)("says that it is on, and warns of a key beside the database", async () => {
    const here = world();
    const outside = keyFile(here);
    settings(here, `DATABASE_KEY_FILE=${outside}\n`);
    await addTo(here, "a.srt", 1);
    expect(await found(here)).toMatchObject({ state: "ok", says: `on, by the key in ${outside}` });
    settings(here, "");
    expect(await found(here)).toMatchObject({ state: "warning", says: expect.stringMatching(/^not known/) });
    settings(here, `DATABASE_KEY_FILE=${outside}\n`);
    const { data } = await here.json("doctor");
    const database = data.findings.find(({ check }: { check: string }) => check === "database");
    expect(database).toMatchObject({ state: "ok", says: expect.stringMatching(/, encrypted$/) });

    writeFileSync(join(here.home, "own.key"), KEY, { mode: 0o600 });
    for (const line of ["DATABASE_KEY_FILE=own.key", `DATABASE_KEY=${KEY}`]) {
      settings(here, `${line}\n`);
      const warning = await found(here);
      expect(warning).toMatchObject({
        state: "warning",
        says: expect.stringContaining("protects backups and copied disks only"),
      });
      expect(JSON.stringify(warning)).not.toContain(KEY);
    }
  });
});
