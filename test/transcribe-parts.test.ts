import { appendFileSync, renameSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MINUTE } from "../src/core/time.js";
import { hasMedia } from "./support/media.js";
import type { World } from "./support/projects.js";
import { say, WHISPER } from "./support/speech-server.js";
import {
  listening,
  outcomesOf,
  recordingOf,
  secondsOf,
  speech,
  talk,
  transcribing,
  transcriptOf,
} from "./support/talks.js";
import { world } from "./support/world.js";

/** Of two minutes in parts of one at most, so that it is sent in three: there is a silence where each begins. */
const long = (here: World) => talk(here, "long.wav", 126, [0, 41.5], [42.5, 83.5], [84.5, 126]);

/** Another process on the same home, whose clock goes with the first one's. */
function beside(here: World): World {
  const other = world(here.outside.env);
  other.outside.clock = here.clock;
  return other;
}

const soon = () => new Promise((done) => setTimeout(done, 20));
const write = (here: World, statement: string) => beside(here).cli("sql", "--write", statement);

const IN_ONE = { TRANSCRON_TRANSCRIBE_PART: "10m" };

describe.runIf(hasMedia)("a long recording", () => {
  test("is sent in parts, and its transcript has the times of the whole", async () => {
    const { here, server } = await listening();
    await transcribing(here, long(here));
    await here.cli("tick");
    expect(server.forms.map(secondsOf)).toEqual([42, 42, 42]);
    expect(await recordingOf(here)).toMatchObject({ status: "completed", unitsDone: 3, unitsCount: 3 });
    const transcript = await transcriptOf(here);
    expect(transcript).toContain("\n00:00:00,000 --> 00:00:05,000\nSentence 1:");
    expect(transcript).toContain("\n00:00:42,000 --> 00:00:47,000\nSentence 1:");
    expect(transcript).toContain("\n00:01:59,000 --> 00:02:06,000\nSentence 8:");
  });

  test("that is stopped between parts resumes with the next, and asks for none twice", async () => {
    const { here, server } = await listening((form, nth) => {
      if (nth === 2) here.stop.ask();
      return speech(secondsOf(form));
    });
    await transcribing(here, long(here));
    await here.cli("tick");
    expect(await recordingOf(here)).toMatchObject({ status: "pending", unitsDone: 2, attempts: 0 });
    await beside(here).cli("tick");
    expect(server.forms).toHaveLength(3);
    expect(await recordingOf(here)).toMatchObject({ status: "completed", unitsDone: 3 });
    expect(await transcriptOf(here)).toContain("\n00:01:24,000 --> 00:01:29,000\n");
  });

  test("that was taken out of a worker's hands is not written by it, and only its cost is kept", async () => {
    const { here, server } = await listening(async (form, nth) => {
      if (nth === 2) await write(here, "update audio_records set status = 'pending'");
      return speech(secondsOf(form));
    });
    await transcribing(here, long(here));
    await here.cli("tick");
    expect(await recordingOf(here)).toMatchObject({ status: "completed", unitsDone: 3 });
    // The part that was in flight is the only one that is paid for twice.
    expect(server.forms).toHaveLength(4);
    expect(await outcomesOf(here)).toEqual(["ok", "ok", "ok", "ok"]);
  });

  test("keeps its lease while a part takes longer than STUCK_AFTER", async () => {
    const seen: unknown[] = [];
    const { here, server } = await listening(async (form) => {
      for (let minutes = 0; minutes < 30; minutes += 2) {
        here.clock.time += 2 * MINUTE;
        await soon();
      }
      await beside(here).cli("release-stuck");
      seen.push((await recordingOf(here)).status);
      return speech(secondsOf(form));
    });
    await transcribing(here, talk(here, "talk.mp3", 10));
    await here.cli("tick");
    expect(seen).toEqual(["processing"]);
    expect(server.forms).toHaveLength(1);
    expect((await recordingOf(here)).status).toBe("completed");
  });
});

describe.runIf(hasMedia)("a recording that is not what was added", () => {
  test("because it has changed fails, and says what to do", async () => {
    const { here, server } = await listening();
    const path = talk(here, "talk.mp3", 10);
    await transcribing(here, path);
    appendFileSync(path, "more");
    await here.cli("tick");
    expect(await recordingOf(here)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("talk.mp3 has changed since it was added: add it again"),
    });
    expect(server.forms).toHaveLength(0);
    expect(await transcribing(here, path)).toMatchObject({ id: "audio-2", created: true });
  });

  test("because it is away waits for it", async () => {
    const { here } = await listening();
    const path = talk(here, "talk.mp3", 10);
    await transcribing(here, path);
    renameSync(path, `${path}.away`);
    await here.cli("tick");
    const { status, waitReason, error } = await recordingOf(here);
    expect(status).toBe("pending");
    expect(`${waitReason}${error}`).toContain("its disk may be away");
    renameSync(`${path}.away`, path);
    here.clock.time += 5 * MINUTE;
    await here.cli("tick");
    expect((await recordingOf(here)).status).toBe("completed");
  });
});

describe.runIf(hasMedia)("a recording that is taken away between its parts", () => {
  test("waits for it, and resumes with the next part", async () => {
    const { here, server } = await listening((form, nth) => {
      if (nth === 1) renameSync(path, `${path}.away`);
      return speech(secondsOf(form));
    });
    const path = long(here);
    await transcribing(here, path);
    await here.cli("tick");
    expect(await recordingOf(here)).toMatchObject({
      status: "pending",
      unitsDone: 1,
      waitReason: `${path} is not there; its disk may be away`,
    });
    renameSync(`${path}.away`, path);
    here.clock.time += 5 * MINUTE;
    await here.cli("tick");
    expect(await recordingOf(here)).toMatchObject({ status: "completed", unitsDone: 3 });
    expect(server.forms).toHaveLength(3);
  });

  test("and replaced by another fails, and nothing of the other is sent", async () => {
    const { here, server } = await listening((form) => {
      appendFileSync(path, "more");
      return speech(secondsOf(form));
    });
    const path = long(here);
    await transcribing(here, path);
    await here.cli("tick");
    expect(server.forms).toHaveLength(1);
    expect(await recordingOf(here)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("long.wav has changed since it was added: add it again"),
    });
  });
});

describe.runIf(hasMedia)("what a recogniser answers", () => {
  test.each([
    ["bytes that are no text", say("RIFF\0\0\0\0WAVE")],
    ["half a reply", say(JSON.stringify(WHISPER).slice(0, 60))],
    ["a message", say({ message: "all is well" })],
  ])("%s is paid for, noted and asked again", async (_, reply) => {
    const { here, server } = await listening();
    server.fail(reply);
    await transcribing(here, talk(here, "talk.mp3", 10));
    await here.cli("tick");
    here.clock.time += 5 * MINUTE;
    await here.cli("tick");
    expect(await outcomesOf(here)).toEqual(["bad_reply", "ok"]);
    expect((await recordingOf(here)).status).toBe("completed");
  });

  test("nothing but broken replies fails the recording after three attempts, and what waits for it", async () => {
    const { here, server } = await listening(() => ({ message: "all is well" }));
    const { projects } = await transcribing(here, talk(here, "talk.mp3", 10), "--to", "fr");
    for (let tick = 0; tick < 6; tick++) {
      await here.cli("tick");
      here.clock.time += 5 * MINUTE;
    }
    expect(server.forms).toHaveLength(3);
    expect((await recordingOf(here)).status).toBe("failed");
    const { data } = await here.json("show", projects[0]!.id);
    expect(data).toMatchObject({ status: "failed", error: "audio-1, its recording, failed" });
  });

  test("too little for its sound fails it with the reason, and trying it again asks anew", async () => {
    let isDeaf = true;
    const { here, server } = await listening(
      (form) => (isDeaf ? speech(2) : speech(secondsOf(form))),
      IN_ONE,
    );
    const { projects } = await transcribing(here, talk(here, "talk.mp3", 100), "--to", "fr");
    await here.cli("tick");
    const failed = await recordingOf(here);
    expect(failed).toMatchObject({
      status: "failed",
      error: expect.stringMatching(/^only \d+ % of the sound of talk.mp3 has text/),
    });
    isDeaf = false;
    const before = server.forms.length;
    await write(here, "update audio_records set status = 'pending' where status = 'failed'");
    // The database's own clock is not the one of this world.
    await write(here, "update audio_records set available_at = '2026-01-01 00:00:00'");
    await here.cli("tick");
    expect(server.forms).toHaveLength(before + 1);
    expect((await recordingOf(here)).status).toBe("completed");
    expect((await here.json("show", projects[0]!.id)).data.status).toBe("completed");
  });

  test("nothing at all, though there is sound, fails it", async () => {
    const { here } = await listening(() => ({ segments: [], text: "" }));
    await transcribing(here, talk(here, "talk.mp3", 20));
    await here.cli("tick");
    expect(await recordingOf(here)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("nobody was heard to speak in talk.mp3"),
    });
  });

  test("text over silence is asked for again alone, and left out with a note if it comes again", async () => {
    const { here, server } = await listening((form, nth) =>
      nth === 1
        ? { segments: [...speech(20).segments, { start: 25, end: 35, text: "Thank you for watching." }] }
        : { segments: [{ start: 1, end: 9, text: "Thank you for watching." }], seconds: secondsOf(form) },
    );
    await transcribing(here, talk(here, "talk.wav", 40, [0, 20]));
    await here.cli("tick");
    expect(server.forms.map(secondsOf)).toEqual([40, 12]);
    const { status, marks } = await recordingOf(here);
    expect(status).toBe("completed");
    expect(marks.join()).toMatch(/silent|stock phrase/);
    expect(await transcriptOf(here)).toContain("Sentence 4");
    expect(await transcriptOf(here)).not.toContain("watching");
  });

  test("a loop is asked for again alone, and what is heard then takes its place", async () => {
    const { here, server } = await listening((_, nth) => {
      if (nth > 1) return speech(12);
      const stuck = speech(30).segments.map((segment, at) =>
        at < 3 ? { ...segment, text: "And so we go and so we go." } : segment,
      );
      return { segments: stuck };
    });
    await transcribing(here, talk(here, "talk.wav", 30));
    await here.cli("tick");
    expect(server.forms).toHaveLength(2);
    expect(await recordingOf(here)).toMatchObject({ status: "completed", unitsDone: 1 });
    expect((await transcriptOf(here))!.match(/And so we go/g) ?? []).toHaveLength(0);
  });
});
