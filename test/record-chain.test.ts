import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Asked, documentServer } from "./support/document-server.js";
import { hasMedia, makeRecording, tones } from "./support/media.js";
import { scratch, world } from "./support/world.js";

// From a recording to a client's record, as the owner's own trial has it.

const said = (...lines: string[]) =>
  lines
    .map((line, at) => `${at + 1}\n00:00:0${at * 2},000 --> 00:00:0${at * 2 + 2},000\n${line}\n`)
    .join("\n");

const field = (name: string, value: unknown, quote: string) => ({ name, value, quote, confidence: 0.9 });

/** What a good model finds in what was said. */
function extract({ messages }: Asked): string {
  const transcript = messages.map(({ content }) => content).join("\n");
  if (transcript.includes("nothing of use")) return "{}";
  const fields = [];
  if (transcript.includes("Jean Dupont")) fields.push(field("name", "Jean Dupont", "My name is Jean Dupont"));
  if (transcript.includes("35 years")) fields.push(field("age", 35, "I am 35 years old"));
  if (transcript.includes("0612345678"))
    fields.push(field("phone", "0612345678", "my new number is 0612345678"), field("city", "unknown", ""));
  if (transcript.includes("Lyon")) fields.push(field("city", "Paris", "I live in Lyon"));
  return JSON.stringify({ fields, retracted: [] });
}

async function clients() {
  const server = await documentServer(extract);
  const folder = scratch();
  const transcript = join(folder, "said.srt");
  const here = world({
    ...server.env,
    TRANSCRON_TRANSCRIBE_COMMAND: `sh -c 'cat "${transcript}"'`,
  });
  const say = (name: string, ...lines: string[]) => {
    writeFileSync(transcript, said(...lines));
    return makeRecording(join(folder, name), ...tones(2 * lines.length, [0, 2 * lines.length]));
  };
  return { here, server, say };
}

describe.skipIf(!hasMedia)("a client's record", () => {
  test("is made from one recording, and updated by the next where that says something", async () => {
    const { here, server, say } = await clients();
    const first = say("first.wav", "My name is Jean Dupont.", "I am 35 years old.");
    const wanted = ["--template", "client", "--record", "dupont", "--from", "en", "--wait"];
    expect((await here.cli("transcribe", first, ...wanted)).code).toBe(0);
    expect((await here.json("record", "show", "dupont")).data.record.fields).toEqual({
      name: "Jean Dupont",
      age: 35,
    });
    const second = say("second.wav", "Hello, it is me again.", "my new number is 0612345678.");
    await here.cli("transcribe", second, ...wanted);
    expect((await here.json("record", "show", "dupont")).data.record.fields).toEqual({
      ...{ name: "Jean Dupont", age: 35 },
      phone: "0612345678",
    });
    const { out } = await here.cli("record", "history", "dupont");
    expect(out).toContain("audio-2");
    expect(out).toContain("my new number is 0612345678");
    expect(server.requests).toHaveLength(2);
  });

  test("takes nothing whose quote does not say it", async () => {
    const { here, say } = await clients();
    const talk = say("talk.wav", "My name is Jean Dupont.", "I live in Lyon, you know.");
    await here.cli("transcribe", talk, "--template", "client", "--from", "en", "--wait");
    expect((await here.json("record", "list")).data.records).toHaveLength(1);
    expect((await here.json("record", "show", "record-1")).data.record.fields).toEqual({
      name: "Jean Dupont",
    });
  });

  test("is erased with what was said, also from the file of the database", async () => {
    const { here, say } = await clients();
    const talk = say("talk.wav", "My name is Jean Dupont.", "I am 35 years old.");
    await here.cli(
      "transcribe",
      talk,
      "--template",
      "client",
      "--record",
      "dupont",
      "--from",
      "en",
      "--wait",
    );
    const { code, err } = await here.cli("record", "forget", "dupont", "--yes");
    expect([code, err]).toEqual([0, expect.any(String)]);
    const { readFileSync } = await import("node:fs");
    const file = join(here.home, "transcron.db");
    for (const path of [file, `${file}-wal`].filter((one) => existsSync(one) && statSync(one).size))
      expect(readFileSync(path).includes("Jean Dupont")).toBe(false);
    expect(existsSync(talk)).toBe(true);
  });

  test("is erased with the recordings that were meant for it and brought nothing", async () => {
    const { here, say } = await clients();
    const wanted = ["--template", "client", "--record", "Dupont", "--from", "en", "--wait"];
    await here.cli("transcribe", say("first.wav", "My name is Jean Dupont."), ...wanted);
    await here.cli("transcribe", say("second.wav", "Jean Dupont said nothing of use."), ...wanted);
    const other = say("other.wav", "My name is Anne Martin.");
    await here.cli(
      "transcribe",
      other,
      "--template",
      "client",
      "--record",
      "martin",
      "--from",
      "en",
      "--wait",
    );
    const { data } = await here.json("record", "forget", "dupont", "--yes");
    expect(data.forgotten.recordings).toEqual(["audio-1", "audio-2"]);
    expect((await here.cli("show", "audio-2")).code).toBe(2);
    expect((await here.cli("show", "audio-3")).code).toBe(0);
  });
});
