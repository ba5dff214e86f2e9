import { expect, test } from "vitest";
import { anthropicServer } from "./support/anthropic-server.js";
import { say, speechServer } from "./support/speech-server.js";
import { world } from "./support/world.js";

type Finding = Record<"check" | "state" | "says" | "mend", string>;

/** What doctor says of whom it asked. */
async function tried(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const { data } = await world(env).json("doctor", "--online");
  return data.findings.filter(({ check }: Finding) => check === "online");
}

test("each kind of work has its endpoint tried, and named", async () => {
  const claude = await anthropicServer();
  const speech = await speechServer();
  const found = await tried({
    ...claude.env,
    TRANSCRON_MODEL: "claude-test",
    TRANSCRON_TRANSCRIBE_PROVIDER: "openai",
    TRANSCRON_TRANSCRIBE_URL: speech.url,
    TRANSCRON_TRANSCRIBE_MODEL: "whisper-test",
  });
  expect(found.map(({ state, says }) => [state, says])).toEqual([
    ["ok", 'translation and generation by anthropic claude-test: "Good morning." is "FR(dooGé gninromé.)"'],
    ["ok", "transcription by openai whisper-test: it took a second of silence"],
  ]);
  const [{ file }] = speech.forms as [(typeof speech.forms)[0]];
  expect([file!.name, file!.bytes.length, file!.bytes.toString("latin1", 0, 4)]).toEqual([
    "silence.wav",
    44 + 2 * 16_000,
    "RIFF",
  ]);
});

test("one that is broken keeps no other from being tried", async () => {
  const speech = await speechServer();
  speech.fail(say({ error: { message: "no such key" } }, { status: 401 }));
  const found = await tried({
    TRANSCRON_TRANSCRIBE_PROVIDER: "openai",
    TRANSCRON_TRANSCRIBE_URL: speech.url,
  });
  expect(found.map(({ state }) => state)).toEqual(["ok", "broken"]);
  expect(found[1]).toMatchObject({
    says: expect.stringContaining("transcription by openai whisper-1: the key was refused"),
    mend: expect.stringContaining("TRANSCRON_TRANSCRIBE_KEY"),
  });
});

test("a program that transcribes is run", async () => {
  const found = await tried({ TRANSCRON_TRANSCRIBE_COMMAND: "/nowhere/whisper {file}" });
  expect(found[1]).toMatchObject({
    state: "broken",
    says: expect.stringContaining("/nowhere/whisper"),
    mend: expect.stringContaining("TRANSCRON_TRANSCRIBE_COMMAND"),
  });
  const [, works] = await tried({ TRANSCRON_TRANSCRIBE_COMMAND: "/bin/echo" });
  expect(works!.state).toBe("ok");
});

test.each([
  ["fails", "/bin/sh -c 'echo no model >&2; exit 3'", "the command ended with 3: no model"],
  ["writes no transcript", "/bin/cat {file}", "the transcript can't be read: it is not text"],
])("a program that %s is broken, and its setting is named", async (_, command, says) => {
  const [, found] = await tried({ TRANSCRON_TRANSCRIBE_COMMAND: command });
  expect(found).toMatchObject({
    state: "broken",
    says: expect.stringContaining(says),
    mend: "check TRANSCRON_TRANSCRIBE_COMMAND",
  });
});

test("where nobody said who transcribes, nobody is asked to", async () => {
  expect(await tried({})).toHaveLength(1);
});
