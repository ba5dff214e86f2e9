import { existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { commandWords } from "../src/core/command-words.js";
import { SPEECH_ENDPOINTS } from "../src/endpoints/speech/index.js";
import { call, recording } from "./support/speech.js";

const env = { PATH: process.env.PATH };

const speechOf = (command: string | undefined, childEnv: NodeJS.ProcessEnv = env) =>
  SPEECH_ENDPOINTS.command({ apiKey: "sk-x", baseUrl: "http://127.0.0.1:1", model: "m", command, childEnv })
    .speech!;

/** What the command's transcript is, as a text. */
async function heard(command: string, given = recording(), options = call().options) {
  const { bytes, name } = await speechOf(command).transcribe(given, options);
  return { text: Buffer.from(bytes).toString(), name };
}

describe("a command is split as a shell splits plain quoting", () => {
  test.each([
    ["whisper-cli -m model.bin", ["whisper-cli", "-m", "model.bin"]],
    ["  a   b\tc\n", ["a", "b", "c"]],
    [`sh -c 'cat "$FILE" > "$OUT"'`, ["sh", "-c", 'cat "$FILE" > "$OUT"']],
    [`a "b c" d\\ e 'f'"g"h`, ["a", "b c", "d e", "fgh"]],
    [`a "" ''`, ["a", "", ""]],
    [`"a \\"b\\" \\\\ \\n"`, ['a "b" \\ \\n']],
    ["$HOME/x ~/y *.wav | tee > z; $(id)", ["$HOME/x", "~/y", "*.wav", "|", "tee", ">", "z;", "$(id)"]],
    ["", []],
  ])("%s", (line, words) => {
    expect(commandWords(line)).toEqual(words);
  });

  test.each(["a 'b", 'a "b', "a \\", `"a\\"`])("and has to close what it opens: %s", (line) => {
    expect(commandWords(line)).toBeUndefined();
  });

  test("in time that grows with its length", () => {
    for (const unit of ["a ", "'a' ", '\\"', "{file}", '"\\\\"']) {
      const line = unit.repeat(100_000);
      const start = performance.now();
      commandWords(line);
      expect(performance.now() - start, unit).toBeLessThan(2000);
    }
  });
});

describe("the recording, the language and the place of the transcript", () => {
  test("replace what names them, inside words too", async () => {
    const given = recording({ language: "fr-CA" });
    const { text } = await heard("printf '%s|' in={file} {language}.x {out}", given);
    expect(text).toMatch(`in=${given.file}|fr.x|/`);
  });

  test("follow as the last arguments where none is named", async () => {
    const given = recording({ language: "fr" });
    const { text } = await heard("printf '%s|' first", given);
    expect(text).toMatch(new RegExp(`^first\\|${given.file.replaceAll(".", "\\.")}\\|fr\\|/[^|]+\\|$`));
  });

  test("do not follow where one is named", async () => {
    const given = recording();
    expect((await heard("echo {file}", given)).text).toBe(`${given.file}\n`);
  });

  test("are always in the environment, which has nothing else", async () => {
    const given = recording({ language: "de" });
    const { text } = await heard(`sh -c 'echo "$FILE $LANGUAGE $OUT"; env' x {file}`, given);
    expect(text).toContain(`${given.file} de /`);
    expect(text).not.toContain("sk-x");
    expect(text).not.toContain("HOME=");
  });

  test("tell a program to find the language out where it is not known", async () => {
    expect((await heard("echo {language}")).text).toBe("auto\n");
  });

  test("are never read by a shell, nor as options", async () => {
    for (const name of [
      "$(touch pwned).wav",
      "`touch pwned`.wav",
      "'; touch pwned; '.wav",
      "-n.wav",
      "a\nb.wav",
    ]) {
      const given = recording({}, name);
      const { text } = await heard(`sh -c 'printf "%s" "$FILE"' {file}`, given);
      expect(text).toBe(given.file);
      expect((await heard("printf %s {file}", given)).text).toBe(given.file);
      expect(existsSync("pwned") || existsSync(join(dirname(given.file), "pwned"))).toBe(false);
    }
  });

  test("are not filled in twice: a file may be named like a place", async () => {
    const given = recording({ language: "fr" }, "{language}.wav");
    expect((await heard("echo {file}", given)).text).toBe(`${given.file}\n`);
  });
});

describe("the transcript is read", () => {
  test.each([
    ["from its place", `sh -c 'echo left > "$OUT"; echo printed'`, "left\n", null],
    ["from there with an ending", `sh -c 'echo left > "$OUT.srt"; echo printed'`, "left\n", "reply.srt"],
    [
      "from the richest of them",
      `sh -c 'echo t > "$OUT.txt"; echo "{}" > "$OUT.json"'`,
      "{}\n",
      "reply.json",
    ],
    [
      "from a folder there",
      `sh -c 'mkdir "$OUT"; echo j > "$OUT/talk.json"; echo t > "$OUT/a.txt"'`,
      "j\n",
      "reply.json",
    ],
    ["from what was printed, if its place is empty", `sh -c ': > "$OUT"; echo printed'`, "printed\n", null],
    ["from what was printed, if there is nothing else", "echo printed {file}", /^printed /, null],
    ["as nothing, if there is nothing", "true", "", null],
  ])("%s", async (_, command, text, name) => {
    const found = await heard(command);
    expect(found.name).toBe(name);
    if (typeof text === "string") expect(found.text).toBe(text);
    else expect(found.text).toMatch(text);
  });

  test("and its place is gone afterwards", async () => {
    const { text } = await heard(`sh -c 'echo x > "$OUT.log"; echo "$OUT"'`);
    expect(existsSync(dirname(text.trim()))).toBe(false);
  });
});

describe("a failure is a decision", () => {
  const failing = (command: string | undefined, options = call().options, given = recording()) =>
    speechOf(command).transcribe(given, options);

  test.each([undefined, "", "no-such-program-here {file}", "sh -c 'no-such-program-here \"$FILE\"' {file}"])(
    "a program that is not there pauses the provider: %s",
    async (command) => {
      await expect(failing(command)).rejects.toMatchObject({ name: "PauseEndpoint", code: "engine_missing" });
    },
  );

  test("so does a file that may not be run", async () => {
    const given = recording();
    writeFileSync(given.file, "#!/bin/sh\n", { mode: 0o600 });
    await expect(failing(given.file, call().options, given)).rejects.toMatchObject({
      code: "engine_missing",
    });
  });

  test("another code than 0 fails the recording, with the first words", async () => {
    await expect(failing(`sh -c 'echo "no model loaded" >&2; echo half; exit 3'`)).rejects.toMatchObject({
      name: "NeverAgain",
      code: "engine_failed",
      message: "the command ended with 3: no model loaded",
    });
  });

  test("a signal fails it too", async () => {
    await expect(failing("sh -c 'kill -9 $$'")).rejects.toMatchObject({ code: "engine_failed" });
  });

  test("more than 16 MB are no transcript", async () => {
    await expect(failing("head -c 17000000 /dev/zero {file}")).rejects.toMatchObject({
      code: "engine_failed",
      message: "the command printed more than 16 MB",
    });
    await expect(failing(`sh -c 'head -c 17000000 /dev/zero > "$OUT"'`)).rejects.toMatchObject({
      message: expect.stringContaining("16 MB"),
    });
  });

  test("one that takes too long is ended, with all it started", async () => {
    const given = recording();
    const { options } = call({ timeout: 100 });
    const failed = failing(`sh -c 'sleep 60; echo late > "$FILE.late"' {file}`, options, given);
    await expect(failed).rejects.toMatchObject({ name: "RetryLater", code: "timeout" });
    rmSync(given.file);
  });

  test("a stop ends it with its own reason", async () => {
    const given = recording();
    const stop = new AbortController();
    const { options } = call({ signal: stop.signal });
    const failed = failing(`sh -c 'echo > "$FILE.begun"; sleep 60' {file}`, options, given);
    const ended = expect(failed).rejects.toThrow("stopped");
    await vi.waitUntil(() => existsSync(`${given.file}.begun`), { timeout: 10_000 });
    stop.abort(new Error("stopped"));
    await ended;
  });

  test("a recording that is gone starts nothing", async () => {
    const given = recording();
    rmSync(given.file);
    const { options, sent } = call();
    await expect(failing("echo {file}", options, given)).rejects.toMatchObject({ code: "ENOENT" });
    expect(sent()).toBe(0);
  });
});
