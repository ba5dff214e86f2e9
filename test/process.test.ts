import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { endOrphanedRuns, makeRunFolder } from "../src/system/run-folder.js";
import { french, openaiServer, translated } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

/** The built program in a process of its own, as cron starts it; `npm test` builds it first. */
const PROGRAM = fileURLToPath(new URL("../bin/transcron.js", import.meta.url));

function start(env: NodeJS.ProcessEnv, ...argv: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...argv], { env: { PATH: process.env.PATH, ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output += text;
    });
  }
  const ended = new Promise<number | null>((done) => child.on("exit", (code) => done(code)));
  return { child, ended, output: () => output };
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((done) => setTimeout(done, 5));
};

/** A project of forty lines, and a server that answers. */
async function setup(lines = 40) {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "test-model" });
  await here.cli("add", here.file("talk.srt", srtOf(lines)), "--to", "fr", "--from", "en");
  const project = async () => {
    const { data } = await here.json("list");
    return (await here.json("show", data.projects[0].id, "--segments")).data;
  };
  return { server, here, project, env: here.outside.env };
}

test("a worker killed half way loses nothing: the next tick asks only for what is missing", async () => {
  const { server, project, env } = await setup();
  const first = start({ ...env, RATE_LIMIT_DELAY: "0.3" }, "tick");
  await until(() => server.count() >= 2);
  first.child.kill("SIGKILL");
  await first.ended;
  const before = await project();
  expect(before.status).toBe("processing");
  expect(before.segmentsDone).toBeGreaterThanOrEqual(10);

  const second = start(env, "tick");
  expect(await second.ended).toBe(0);
  expect(second.output()).toContain("rescued from a worker that died: pending");
  const after = await project();
  expect(after.status).toBe("completed");
  expect(after.segments.map(({ translation }: { translation: string }) => translation)).toEqual(
    Array.from({ length: 40 }, (_, index) => french(`This is line number ${index + 1} of the talk.`)),
  );
  const asked = server.asked().flat();
  expect(asked.length - new Set(asked).size).toBeLessThanOrEqual(10);
});

test("killed between a reply with doubted lines and their repair, it pays for none of the good lines again", async () => {
  const asked: string[][] = [];
  const server = await openaiServer((lines) => {
    asked.push(Object.values(lines));
    // The first reply loses a number; the repair of that line is what the worker is killed over.
    if (asked.length === 1) return translated(lines, (line) => french(line).replace("1984", ""));
    return asked.length === 2 ? new Promise(() => {}) : translated(lines);
  });
  const here = world({ ...server.env, TRANSCRON_MODEL: "test-model" });
  const source = srtOf(10, (line) => (line === 4 ? "It was in 1984." : `This is line number ${line}.`));
  await here.cli("add", here.file("talk.srt", source), "--to", "fr", "--from", "en");
  const first = start(here.outside.env, "tick");
  await until(() => asked.length >= 2);
  first.child.kill("SIGKILL");
  await first.ended;

  expect(await start(here.outside.env, "tick").ended).toBe(0);
  expect(asked.map(({ length }) => length)).toEqual([10, 1, 1]);
  expect(asked[2]).toEqual(["It was in 1984."]);
  expect((await here.json("list")).data.projects[0]).toMatchObject({ status: "completed", segmentsDone: 10 });
});

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)("%s: what is in flight is saved, the rest goes back uncounted, exit %i", async (signal, code) => {
  const { server, project, env } = await setup();
  const worker = start({ ...env, RATE_LIMIT_DELAY: "0.3" }, "batch");
  await until(() => server.count() >= 2);
  worker.child.kill(signal);
  expect(await worker.ended).toBe(code);
  const after = await project();
  expect(after).toMatchObject({ status: "pending", attempts: 0 });
  expect(after.segmentsDone).toBe(server.asked().flat().length);
});

test("the first Ctrl-C says what is waited for", async () => {
  let reply = () => {};
  const answered = new Promise<void>((done) => {
    reply = done;
  });
  const server = await openaiServer(async (lines) => {
    await answered;
    return translated(lines);
  });
  const here = world({ ...server.env, TRANSCRON_MODEL: "test-model" });
  await here.cli("add", here.file("talk.srt", srtOf(10)), "--to", "fr");
  const worker = start(here.outside.env, "batch");
  await until(() => server.count() >= 1);
  worker.child.kill("SIGINT");
  await until(() => worker.output().includes("finishing"));
  expect(worker.output()).toContain("finishing 1 request (up to 30 s); press again to abort");
  reply();
  expect(await worker.ended).toBe(130);
  expect((await here.json("list")).data.projects[0]).toMatchObject({ segmentsDone: 10 });
});

/** A terminal of its own: what runs in it is hung up on when this program ends, and `kill` hangs up once more. */
const TERMINAL = `
import os, pty, sys, time, signal
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
while not os.path.exists(sys.argv[1]):
    time.sleep(0.01)
os.close(terminal)
time.sleep(0.1)
os.kill(pid, signal.SIGHUP)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

const python = spawnSync("python3", ["-c", "import pty, os; os.waitstatus_to_exitcode"]).status === 0;
if (!python) console.warn("skipped: python3, which makes a terminal to close");

test.runIf(python)(
  "a terminal that is closed, with the shell's hang-up after it, ends work in order",
  async () => {
    const holder: { closed?: string } = {};
    const server = await openaiServer(async (lines) => {
      writeFileSync(holder.closed!, ""); // now the terminal is closed
      await new Promise((done) => setTimeout(done, 500));
      return translated(lines);
    });
    const here = world({ ...server.env, TRANSCRON_MODEL: "test-model" });
    holder.closed = join(here.file("x", ""), "..", "closed");
    await here.cli("add", here.file("talk.srt", srtOf(20)), "--to", "fr");
    const argv = ["-c", TERMINAL, holder.closed, process.execPath, PROGRAM, "batch"];
    const terminal = spawn("python3", argv, { env: here.outside.env });
    let output = "";
    for (const stream of [terminal.stdout, terminal.stderr]) {
      stream.on("data", (text) => {
        output += text;
      });
    }
    await new Promise((done) => terminal.on("exit", done));
    expect(output.trim()).toBe(String(-constants.signals.SIGHUP));
    expect((await here.json("list")).data.projects[0]).toMatchObject({
      ...{ status: "pending", segmentsDone: 10, attempts: 0 },
    });
  },
);

test("two ticks at once do the work once", async () => {
  const { server, project, env } = await setup();
  const ticks = [start(env, "tick"), start(env, "tick"), start(env, "tick")];
  expect(await Promise.all(ticks.map(({ ended }) => ended))).toEqual([0, 0, 0]);
  expect((await project()).status).toBe("completed");
  expect(server.asked().flat()).toHaveLength(40);
});

test("a manual worker beside a tick does no line twice", async () => {
  const { server, here, env } = await setup();
  for (let file = 0; file < 6; file++) {
    await here.cli(
      "add",
      here.file(
        `${file}.srt`,
        srtOf(10, (line) => `File ${file}, line ${line}, is here.`),
      ),
      "--to",
      "fr",
    );
  }
  const workers = [start(env, "tick"), start(env, "batch"), start(env, "batch")];
  const [ticked, ...batches] = await Promise.all(workers.map(({ ended }) => ended));
  expect(ticked).toBe(0);
  // Where the tick has every place, a batch says to come back.
  for (const code of batches) expect([0, 75]).toContain(code);
  const asked = server.asked().flat();
  expect(asked.length).toBe(new Set(asked).size);
  expect((await here.json("list")).data.counts.completed).toBe(7);
});

test("the demo runs without a key and leaves the real queue alone", async () => {
  const here = world();
  const demo = start(
    { TRANSCRON_HOME: here.home, TMPDIR: join(here.file("tmp/x", ""), "..") },
    "demo",
    "--provider",
    "pseudo",
  );
  expect(await demo.ended).toBe(0);
  expect(demo.output()).toMatch(/product-talk\.fr\.srt\n.*product-talk\.es\.srt/);
  expect((await here.json("list")).data.projects).toEqual([]);
});

test("fifty ticks at once do the work once, and none of them fails", async () => {
  const { server, here, env } = await setup();
  for (let file = 0; file < 8; file++) {
    await here.cli(
      "add",
      here.file(
        `${file}.srt`,
        srtOf(12, (line) => `File ${file}, line ${line}, is here.`),
      ),
      "--to",
      "fr",
    );
  }
  const ticks = Array.from({ length: 50 }, () => start(env, "tick"));
  expect(new Set(await Promise.all(ticks.map(({ ended }) => ended)))).toEqual(new Set([0]));
  expect((await here.json("list")).data.counts.completed).toBe(9);
  const asked = server.asked().flat();
  expect(asked.length).toBe(new Set(asked).size);
});

test("a second signal does not wait for what is in flight", async () => {
  const server = await openaiServer(() => new Promise(() => {}));
  const here = world({ ...server.env, TRANSCRON_MODEL: "test-model" });
  await here.cli("add", here.file("talk.srt", srtOf(10)), "--to", "fr");
  const worker = start(here.outside.env, "batch");
  await until(() => server.count() >= 1);
  worker.child.kill("SIGTERM");
  worker.child.kill("SIGTERM");
  await new Promise((done) => setTimeout(done, 50));
  worker.child.kill("SIGTERM");
  expect(await worker.ended).toBe(143);
  expect((await here.json("list")).data.projects[0]).toMatchObject({ status: "pending", attempts: 0 });
});

test("watch works on until SIGTERM, then ends with everything saved", async () => {
  const { server, here, env } = await setup(10);
  const watcher = start(env, "watch", "--sleep", "1");
  await until(() => watcher.output().includes("completed: 10/10"));
  await here.cli(
    "add",
    here.file(
      "more.srt",
      srtOf(10, (line) => `One more line ${line}.`),
    ),
    "--to",
    "fr",
  );
  await until(() => server.asked().length >= 2);
  watcher.child.kill("SIGTERM");
  expect(await watcher.ended).toBe(143);
  expect(watcher.output()).toContain("stopped after 2 projects");
});

test("add --now returns at once and a worker of its own does the work", async () => {
  const { server, here, env } = await setup(1);
  const adding = start(
    env,
    "add",
    here.file(
      "now.srt",
      srtOf(5, (line) => `Right now, line ${line}.`),
    ),
    "--to",
    "fr",
    "--now",
  );
  expect(await adding.ended).toBe(0);
  await until(() => server.count() >= 1);
  while ((await here.json("list")).data.counts.completed < 1)
    await new Promise((done) => setTimeout(done, 20));
  const { data } = await here.json("list", "--name", "now.srt");
  expect(data.projects).toMatchObject([{ name: "now.srt", status: "completed" }]);
});

test("output into a pipe that is closed early is no error", async () => {
  const { env } = await setup(1);
  const piped = spawn("/bin/sh", ["-c", `"${process.execPath}" "${PROGRAM}" --json list | head -c 1`], {
    env,
  });
  let complaint = "";
  piped.stderr.on("data", (text) => {
    complaint += text;
  });
  await new Promise((done) => piped.on("exit", done));
  expect(complaint).toBe("");
});

test.runIf(process.platform === "linux")(
  "a worker that is killed leaves its program and its files until the next tick only",
  async () => {
    const here = world({ TRANSCRON_PROVIDER: "command" });
    const temporary = dirname(here.file("tmp/x", ""));
    const pidFile = join(temporary, "pid");
    const env = { ...here.outside.env, TMPDIR: temporary };
    await start(env, "tick").ended; // the chore of the day is done
    await here.cli("add", here.file("talk.srt", srtOf(2)), "--to", "fr");
    const deaf = `trap "" HUP TERM PIPE; echo $$ > ${pidFile}; sleep 300; true`;
    const killed = start({ ...env, TRANSCRON_COMMAND: deaf }, "tick");
    await until(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== "");
    killed.child.kill("SIGKILL");
    await killed.ended;
    const pid = Number(readFileSync(pidFile, "utf8"));
    onTestFinished(() => {
      if (isRunning(pid)) process.kill(-pid, "SIGKILL");
    });
    expect(isRunning(pid)).toBe(true);
    const runs = () => readdirSync(temporary).filter((name) => name.startsWith("transcron-"));
    expect(runs()).toHaveLength(1);
    expect(await start({ ...env, TRANSCRON_COMMAND: "sed 's/[a-z][a-z]*/é&é/g'" }, "tick").ended).toBe(0);
    await until(() => !isRunning(pid));
    expect(runs()).toEqual([]);
  },
);

test.runIf(process.platform === "linux")("a program whose worker lives is left alone", async () => {
  const input = makeRunFolder("");
  endOrphanedRuns();
  expect(existsSync(input.file)).toBe(true);
  rmSync(input.folder, { recursive: true });
});

/** Also false for one that has ended and that nobody has taken notice of. */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}
