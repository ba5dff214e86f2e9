import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documentServer } from "./support/document-server.js";
import { hasMedia } from "./support/media.js";
import { addTo, statusOf, type World } from "./support/projects.js";
import { recordingOf, talk, transcribing } from "./support/talks.js";
import { scratch, srtOf, world } from "./support/world.js";

// A kind of work never blocks another.

const inWork = async (here: World) => {
  const store = await here.context().store();
  return (await store.stats({ since: 0, liveSince: 0 })).inWork;
};

/** A home with a template, whose recogniser hears nothing until a file is there. */
function withSlowRecogniser(env: NodeJS.ProcessEnv, heard: string) {
  const here = world({
    ...env,
    TRANSCRON_TRANSCRIBE_COMMAND: `sh -c 'for n in $(seq 300); do [ -e "${heard}" ] && break; sleep 0.1; done; cat "${heard}"'`,
  });
  const parameters = { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] };
  here.file("../home/templates/note/template.json", JSON.stringify({ parameters, output: "text" }));
  here.file("../home/templates/note/system.txt", "You write notes.");
  return here;
}

describe.skipIf(!hasMedia)("with a recording of five minutes in work", () => {
  test("a translation and a document begin at once, and stats count all three", async () => {
    const heard = join(scratch(), "heard.srt");
    const counted: Record<string, number>[] = [];
    const server = await documentServer(async ({ messages }) => {
      counted.push(await inWork(here));
      // Only when both were asked is the recogniser done.
      if (counted.length === 2) writeFileSync(heard, srtOf(300));
      const lines = /\{"1":/.test(messages.at(-1)!.content);
      return lines ? '{"1": "Bonjour à tous."}' : "Rain is water that falls.";
    });
    const here = withSlowRecogniser(server.env, heard);
    await transcribing(here, talk(here, "talk.wav", 300), "--from", "en");
    const id = await addTo(here, "a.srt", 1);
    await here.cli("generate", "note", "--set", "topic=rain");
    const { code, err } = await here.cli("tick");
    expect(code).toBe(0);
    expect(err).toMatch(/^\[[^\]]+\] \[INFO\] \[worker_\d+\] Job #1 reserved \(attempt 1\/3\)$/m);
    expect(counted[0]).toEqual({ translation: 1, transcription: 1, generation: 1 });
    expect(await recordingOf(here)).toMatchObject({ status: "completed" });
    expect(await statusOf(here, id)).toBe("completed");
    expect(await (await here.context().store()).job("job-1")).toMatchObject({ status: "completed" });
  });
});
