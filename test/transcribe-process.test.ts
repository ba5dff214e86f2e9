import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { hasMedia } from "./support/media.js";
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

/** The built program in a process of its own, as cron starts it; `npm test` builds it first. */
const PROGRAM = fileURLToPath(new URL("../bin/transcron.js", import.meta.url));

function start(env: NodeJS.ProcessEnv, ...argv: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...argv], { env, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<number | null>((done) => child.on("exit", (code) => done(code)));
  return { child, ended };
}

const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 20));
};

test.runIf(hasMedia)(
  "a worker killed between parts costs the part in flight, and no other is asked for again",
  async () => {
    let isKilled = false;
    const { here, server } = await listening((form, nth) =>
      nth === 2 && !isKilled ? new Promise(() => {}) : speech(secondsOf(form)),
    );
    // Parts are told apart by their length.
    const path = talk(here, "long.wav", 121, [0, 39.5], [40.5, 80.5], [81.5, 121]);
    await transcribing(here, path, "--to", "fr");
    const killed = start(here.outside.env, "tick");
    await until(() => server.forms.length >= 2);
    killed.child.kill("SIGKILL");
    await killed.ended;
    isKilled = true;
    expect(await recordingOf(here)).toMatchObject({ status: "processing", unitsDone: 1, unitsCount: 3 });

    expect(await start(here.outside.env, "tick").ended).toBe(0);
    expect(server.forms.map(secondsOf)).toEqual([40, 41, 41, 40]);
    expect(await recordingOf(here)).toMatchObject({ status: "completed", unitsDone: 3 });
    expect(await transcriptOf(here)).toContain("\n00:01:21,000 --> 00:01:26,000\nSentence 1:");
    expect((await here.json("list")).data.projects).toMatchObject([{ status: "completed" }]);
    expect(await outcomesOf(here)).not.toContain("bad_reply");
  },
);

test.runIf(hasMedia)("transcribe --now returns at once and a worker of its own does the work", async () => {
  const here = world({ TRANSCRON_TRANSCRIBE_PROVIDER: "pseudo" });
  const path = talk(here, "talk.mp3", 6);
  expect(await start(here.outside.env, "transcribe", path, "--to", "fr", "--now").ended).toBe(0);
  await until(async () => (await here.json("list")).data.counts.completed === 1);
  expect((await recordingOf(here)).status).toBe("completed");
});
