import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../src/core/time.js";
import { hasMedia } from "./support/media.js";
import { openaiServer, translated } from "./support/openai-server.js";
import { statusOf } from "./support/projects.js";
import { refuse, say } from "./support/speech-server.js";
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
import { srtOf, world } from "./support/world.js";

/** Something that one waits for and another brings about. */
function signal() {
  let give: () => void = () => {};
  const given = new Promise<void>((done) => {
    give = done;
  });
  return { given, give };
}

const never = () => new Promise<never>(() => {});

describe.runIf(hasMedia)("a server of recognition", () => {
  test("that says to come back soon is asked again after the time that it names", async () => {
    const { here, server } = await listening();
    const started = here.clock.time;
    server.fail(say({ error: { message: "slow down" } }, { status: 429, headers: { "retry-after": "20" } }));
    await transcribing(here, talk(here, "talk.mp3", 10));
    await here.cli("tick");
    expect(await outcomesOf(here)).toEqual(["rate_limit", "ok"]);
    expect(here.clock.time - started).toBeGreaterThanOrEqual(20_000);
    expect((await recordingOf(here)).status).toBe("completed");
  });

  test.each([
    ["a wrong key", refuse(401, "Incorrect API key", { code: "invalid_api_key" }), 2],
    ["a used-up account", refuse(429, "You exceeded your quota", { code: "insufficient_quota" }), 75],
  ])("%s pauses recognition alone, and costs the recording no attempt", async (_, reply, exit) => {
    const { here, server } = await listening();
    server.fail(reply);
    await transcribing(here, talk(here, "talk.mp3", 10));
    const { data } = await here.json("add", here.file("a.srt", srtOf(2)), "--to", "fr");
    expect((await here.cli("tick")).code).toBe(exit);
    expect(await recordingOf(here)).toMatchObject({ status: "pending", attempts: 0 });
    expect(await statusOf(here, data.files[0].projects[0].id)).toBe("completed");
    const asked = server.forms.length;
    here.clock.time += MINUTE;
    await here.cli("tick");
    expect(server.forms).toHaveLength(asked);
    await here.cli("resume");
    here.clock.time += 2 * HOUR;
    await here.cli("tick");
    expect((await recordingOf(here)).status).toBe("completed");
  });

  test("may take four times the length of a recording, where that is more than TIMEOUT_PER_AUDIO", async () => {
    const { here } = await listening(never, { TIMEOUT_PER_AUDIO: "1", MAX_RETRIES: "1" });
    await transcribing(here, talk(here, "talk.wav", 0.5));
    const { code, err } = await here.cli("tick");
    expect([code, err]).toEqual([75, expect.stringContaining("no reply within 2 s")]);
    expect(await recordingOf(here)).toMatchObject({ status: "pending", attempts: 0 });
  });

  test("that has no times is refused for subtitles before anything is paid", async () => {
    const { here, server } = await listening(undefined, {
      TRANSCRON_TRANSCRIBE_MODEL: "gpt-4o-transcribe",
    });
    const unsupported = { param: "response_format", code: "unsupported_value" };
    for (const format of ["verbose_json", "srt", "vtt"])
      server.fail(refuse(400, `response_format '${format}' is not compatible with model.`, unsupported));
    await transcribing(here, talk(here, "talk.mp3", 4));
    await here.cli("tick");
    expect(await outcomesOf(here)).not.toContain("ok");
    expect(await recordingOf(here)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("gpt-4o-transcribe gives no times, and subtitles need them"),
    });
  });
});

describe.runIf(hasMedia)("a program on this machine", () => {
  test("gets the part in its environment, and its transcript is read", async () => {
    const here = world({
      TRANSCRON_TRANSCRIBE_COMMAND: `sh -c 'printf "1\\n00:00:00,000 --> 00:00:09,000\\n%s in %s\\n" "$(head -c 4 "$FILE")" "$LANGUAGE" > "$OUT"'`,
    });
    await transcribing(here, talk(here, "a talk; true.mp3", 10), "--from", "en");
    await here.cli("tick");
    expect(await transcriptOf(here)).toBe("1\n00:00:00,000 --> 00:00:09,000\nRIFF in en\n");
  });

  test("that fails leaves the recording to three attempts, with what it complained of", async () => {
    const here = world({ TRANSCRON_TRANSCRIBE_COMMAND: `sh -c 'echo "no model here" >&2; exit 3'` });
    await transcribing(here, talk(here, "talk.mp3", 10));
    for (let tick = 0; tick < 12; tick++) {
      await here.cli("tick");
      here.clock.time += 20 * MINUTE;
    }
    expect(await recordingOf(here)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("no model here"),
    });
  });
});

test.runIf(hasMedia)(
  "with a recording of five minutes in work, a translation begins at once, and stats count both",
  async () => {
    const [translation, looked] = [signal(), signal()];
    // Neither is answered before the other was asked for, and before it was looked how many are in work.
    const model = await openaiServer((async (lines: Record<string, string>) => {
      translation.give();
      await looked.given;
      return translated(lines);
    }) as unknown as Parameters<typeof openaiServer>[0]);
    const seen: Record<string, number>[] = [];
    const { here, server } = await listening(
      async (form) => {
        await translation.given;
        seen.push((await here.json("stats")).data.active_tasks.types_breakdown);
        looked.give();
        return speech(secondsOf(form));
      },
      { TRANSCRON_TRANSCRIBE_PART: "10m" },
    );
    Object.assign(here.outside.env, {
      TRANSCRON_PROVIDER: "openai",
      TRANSCRON_MODEL: "m",
      TRANSCRON_TRANSCRIBE_URL: server.url,
      OPENAI_BASE_URL: model.env.OPENAI_BASE_URL,
    });
    await transcribing(here, talk(here, "talk.mp3", 300));
    const { data } = await here.json("add", here.file("a.srt", srtOf(2)), "--to", "fr", "--from", "en");
    await here.cli("tick");
    expect(seen).toMatchObject([{ transcription: 1, translation: 1 }]);
    expect((await recordingOf(here)).status).toBe("completed");
    expect(await statusOf(here, data.files[0].projects[0].id)).toBe("completed");
  },
);
