// Many processes at once, and one that works for long.
import { film } from "./films.mjs";
import { sleep } from "./home.mjs";

const MOST_FILMS = 40;

/** Ticks, batches and an add at once on one home, while files are added. */
export async function rivals({ random, home }) {
  const films = Array.from({ length: 9 }, (_, number) => film(random, number, random.whole(5, 60)));
  await home.add(...films.slice(0, 6));
  const workers = Array.from({ length: random.whole(4, 7) }, () =>
    home.start(random.pick(["tick", "batch", "simple"])),
  );
  const adding = home.add(...films.slice(6));
  for (const { ended } of workers) {
    const { code, err } = await ended;
    if (![0, 75].includes(code)) home.complaints.push(`a rival ended with ${code}: ${err.slice(-300)}`);
  }
  await adding;
}

/** `watch` for a minute, while files come and the server fails now and then. */
export async function soak({ random, server, home, seconds }) {
  Object.assign(server.settings, { faults: ["500", "503", "missing"], share: 0.03 });
  const watch = home.start("watch", "--sleep", "1");
  const until = Date.now() + seconds * 1000;
  for (let number = 0; Date.now() < until && number < MOST_FILMS; number++) {
    await home.add(film(random, number, random.whole(3, 40)));
    await sleep(random.whole(200, 2000));
  }
  server.calm();
  watch.child.kill("SIGTERM");
  const { code } = await watch.ended;
  if (code !== 143) home.complaints.push(`watch ended with ${code}`);
}
soak.once = true;
