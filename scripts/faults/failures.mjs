// What fails around the workers: the server, the disk, the database's file.
import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { film } from "./films.mjs";
import { sleep } from "./home.mjs";

const films = (random, count, longest) =>
  Array.from({ length: count }, (_, number) => film(random, number, random.whole(20, longest)));

const FAULTS = ["429", "500", "503", "cut", "silent", "drip", "garbage", "missing"];

/** Every sort of bad answer, at random. */
export async function faults({ random, server, home }) {
  Object.assign(server.settings, { faults: FAULTS, share: random.pick([0.05, 0.1, 0.2]) });
  await home.add(...films(random, 4, 60));
  for (let round = 0; round < 4 && !home.allDone(); round++) {
    await home.hurry();
    const { code, err } = await home.ask("tick", "--budget", "8s");
    if (![0, 1, 75].includes(code)) home.complaints.push(`tick: exit ${code}: ${err.slice(-200)}`);
  }
}
faults.env = { TIMEOUT_PER_BATCH: "1", MAX_RETRIES: "2" };

/** A small disk of its own, filled while a worker runs, then freed. */
export async function disk({ random, server, home }) {
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", home.home]).status !== 0)
    return "skipped: no right to mount a tmpfs";
  const unmount = () => spawnSync("umount", ["-l", home.home]);
  process.prependListener("exit", unmount);
  try {
    server.settings.delay = [100, 300];
    await home.add(...films(random, 4, 100));
    const worker = home.start("tick");
    await sleep(random.whole(700, 1400));
    server.interrupt(worker.key); // what is in flight when the disk fills may not find room
    const filler = join(home.home, "filler");
    const full = random.chance(0.5);
    const { status } = spawnSync("sh", ["-c", `head -c ${full ? "64m" : "40m"} /dev/zero >'${filler}' 2>&1`]);
    if (full && status === 0) home.complaints.push("the disk was not filled");
    await sleep(1500);
    const before = server.requests.length;
    const idle = await home.ask("tick");
    if (![0, 1, 75].includes(idle.code))
      home.complaints.push(`tick on a full disk: exit ${idle.code}: ${idle.err.slice(-200)}`);
    if (server.requests.length > before)
      home.complaints.push(`${server.requests.length - before} requests were sent with the disk full`);
    rmSync(filler);
    await worker.ended;
    await home.finish();
    return await home.judged();
  } finally {
    home.endAll();
    unmount();
    process.off("exit", unmount);
  }
}

const HARM = {
  empty: (path) => truncateSync(path, 0),
  half: (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  stub: (path) => truncateSync(path, 100),
  text: (path) => writeFileSync(path, "this is no database\n".repeat(500)),
  header: (path, random) => overwrite(path, random, 0, 8192),
  body: (path, random) => overwrite(path, random, 4096, statSync(path).size),
};

function overwrite(path, random, from, to) {
  const file = openSync(path, "r+");
  const bytes = Buffer.from(Array.from({ length: to - from }, () => random.whole(0, 255)));
  writeSync(file, bytes, 0, bytes.length, from);
  closeSync(file);
}

/** The database truncated or overwritten: every command refuses, and the backup brings the work back. */
export async function damage({ random, home }) {
  await home.add(...films(random, 3, 40));
  const worker = home.start("tick");
  await sleep(random.whole(400, 1000));
  worker.child.kill("SIGTERM");
  await worker.ended;
  const backup = join(home.root, "backup.db");
  await home.ask("backup", backup);
  const db = home.open({ readonly: true });
  const [{ id }] = db.all("select id from translation_projects limit 1");
  db.close();
  for (const [kind, harm] of Object.entries(HARM)) {
    harm(home.path, random);
    const commands = [["list"], ["show", id], ["stats"], ["errors"], ["tick"], ["batch"], ["export", id]];
    commands.push(["retry-failed", "--all"], ["backup", join(home.root, `of-${kind}.db`)]);
    for (const command of commands) {
      const { code, out, err } = await home.ask(...command);
      if (![2, 75].includes(code) || /completed/.test(out))
        home.complaints.push(
          `${command[0]} on a database that is damaged (${kind}): exit ${code}: ${(err || out).slice(0, 200)}`,
        );
    }
    const { code, err } = await home.ask("restore", backup, "--force");
    if (code !== 0) home.complaints.push(`restore after ${kind}: exit ${code}: ${err.slice(0, 200)}`);
  }
}
