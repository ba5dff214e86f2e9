// Workers that are killed, asked to stop, or frozen past their lease.
import { film } from "./films.mjs";
import { sleep } from "./home.mjs";

const films = (random, count, longest) =>
  Array.from({ length: count }, (_, number) => film(random, number, random.whole(20, longest)));

const MOST_ROUNDS = 25;

/** SIGKILL at any moment, again and again, until the work is done. */
export async function kills({ random, server, home }) {
  await home.add(...films(random, 5, 90));
  for (let round = 0; round < MOST_ROUNDS && !home.allDone(); round++) {
    await home.hurry();
    const workers = Array.from({ length: random.whole(1, 2) }, () =>
      home.start(random.pick(["tick", "batch"])),
    );
    await Promise.race([sleep(random.whole(150, 1100)), Promise.all(workers.map(({ ended }) => ended))]);
    for (const { child, key } of workers) {
      if (child.exitCode !== null) continue;
      child.kill("SIGKILL");
      server.interrupt(key);
    }
    await Promise.all(workers.map(({ ended }) => ended));
  }
}

const CODES = { SIGTERM: 143, SIGINT: 130 };

/** Signals that ask to stop: what is in flight is waited for and saved, unless a second signal says otherwise. */
export async function stops({ random, server, home }) {
  server.settings.delay = [50, 400];
  await home.add(...films(random, 5, 90));
  for (let round = 0; round < MOST_ROUNDS && !home.allDone(); round++) {
    await home.hurry();
    const worker = home.start(random.pick(["tick", "batch"]));
    await Promise.race([sleep(random.whole(300, 1200)), worker.ended]);
    const signal = random.pick(["SIGTERM", "SIGINT", "SIGHUP"]);
    worker.child.kill(signal);
    if (random.chance(0.2)) {
      await sleep(random.whole(20, 60));
      // Only a process that is still there can be interrupted, and only then is its work in flight.
      if (worker.child.exitCode === null && worker.child.signalCode === null) {
        worker.child.kill(signal);
        server.interrupt(worker.key);
      }
    }
    const { code, signal: by, err } = await worker.ended;
    if (by === null && ![0, 75, CODES[signal]].includes(code))
      home.complaints.push(`stopped by ${signal}: exit ${code}: ${err.slice(-200)}`);
    if (by !== null && by !== signal) home.complaints.push(`sent ${signal}, ended by ${by}`);
  }
}

/** A worker that sleeps past its lease and wakes up when its work is another's: it must change nothing. */
export async function frozen({ random, server, home }) {
  server.settings.delay = [400, 800];
  await home.add(...films(random, 3, 120), film(random, 3, 200));
  const sleeper = home.start("tick");
  await sleep(random.whole(900, 1500));
  sleeper.child.kill("SIGSTOP");
  server.interrupt(sleeper.key);
  try {
    await sleep(32_000);
    await home.hurry();
    const heir = home.start("batch");
    await sleep(random.whole(500, 1500));
    sleeper.child.kill("SIGCONT"); // in the middle of its heir's work
    await Promise.all([heir.ended, sleeper.ended]);
  } finally {
    sleeper.child.kill("SIGCONT");
  }
}
frozen.env = { STUCK_AFTER: "30s" };
