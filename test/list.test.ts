import { describe, expect, test } from "vitest";
import { SECOND } from "../src/core/time.js";
import { addTo, type World } from "./support/projects.js";
import { world } from "./support/world.js";

const FILES = ["a.srt", "b.srt", "c.srt", "d.srt"];

async function fourFiles(): Promise<World> {
  const here = world({ NO_COLOR: "1" });
  for (const file of FILES) await addTo(here, file, 1);
  return here;
}

/** A terminal of so many lines, on which Ctrl-C is pressed after a while. */
function followed(here: World, { rows, ms }: { rows: number; ms: number }) {
  here.onTerminal(80);
  Object.assign(here.outside.out, { rows });
  here.clock.after(ms, () => here.stop.ask("SIGINT"));
}

/** What was drawn each time, without what steers. */
const picturesOf = (out: string) =>
  out
    .split("\x1b[J")
    .slice(1)
    .map((picture) => picture.replace(/\x1b\[\?7[hl]|\r.*$/g, "").trimEnd());

describe("list --follow", () => {
  test("draws what there is every two seconds, until Ctrl-C, and ends well", async () => {
    const here = await fourFiles();
    followed(here, { rows: 24, ms: 5 * SECOND });
    const store = await here.context().store();
    const [waiting] = await store.selectProjects({ name: "a.srt" });
    here.clock.after(3 * SECOND, () => void store.cancel("translation", [waiting!.id], here.clock.time));
    const { code, out } = await here.cli("list", "--follow", "--limit", "2");
    expect(code).toBe(0);
    const pictures = picturesOf(out);
    expect(pictures).toHaveLength(4); // at once, after 2 s and 4 s, and the last one over the ^C
    expect(pictures.map((picture) => picture.match(/(\d+)s old/)?.[1])).toEqual(["0", "2", "4", "4"]);
    expect(pictures[0]).toMatch(/ d\.srt .*\n.* c\.srt .*\n4 pending; 2 not shown$/);
    expect(pictures[2]).toMatch(/\n3 pending, 1 cancelled; 2 not shown$/);
  });

  test.each([["--limit", "20"], ["--all"]])(
    "with %s draws no more than the terminal holds",
    async (...argv) => {
      const here = await fourFiles();
      await here.cli("pause", "--reason", "a move");
      followed(here, { rows: 6, ms: SECOND });
      const { out } = await here.cli("list", "--follow", ...argv);
      const [picture] = picturesOf(out);
      expect(picture!.split("\n")).toEqual([
        expect.stringContaining("PAUSED by tester: a move"),
        expect.stringMatching(/^ID /),
        expect.stringContaining("d.srt"),
        expect.stringContaining("c.srt"),
        "4 pending; 2 not shown",
      ]);
    },
  );

  test("leaves the terminal wrapping lines, below what was drawn", async () => {
    const here = await fourFiles();
    followed(here, { rows: 24, ms: SECOND });
    const { out } = await here.cli("list", "--follow");
    expect(out.match(/\x1b\[\?7l/g)).toHaveLength(2);
    expect(out).toMatch(/\r\x1b\[6A\x1b\[J[^\r]*\x1b\[\?7h\n$/);
  });

  test.each([[["--follow"]], [["--follow", "--json"]]])("%s is refused where nobody looks", async (argv) => {
    const here = await fourFiles();
    const { code, out, err } = await here.cli("list", ...argv);
    expect([code, out + err]).toEqual([2, expect.stringContaining("needs a terminal")]);
  });
});

test("an id is shown as long as it is told from those that are not shown", async () => {
  const here = world();
  let count = 0;
  here.outside.newId = () => `trans_samesame_${++count}`;
  for (const file of FILES) await addTo(here, file, 1);
  const shown = async (...argv: string[]) =>
    (await here.cli("list", ...argv)).out.split("\n")[1]!.split(" ")[0]!;
  expect(await shown("--limit", "1")).toBe("samesame_4");
  expect((await here.json("show", await shown())).data.name).toBe("d.srt");
});
