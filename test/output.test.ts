import { readdirSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { MINUTE } from "../src/core/time.js";
import { table, wrap } from "../src/table.js";
import { openaiServer } from "./support/openai-server.js";
import { addTo } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

describe("errors", () => {
  async function withErrors() {
    const here = world({ NO_COLOR: "1" });
    const ids = [await addTo(here, "a.srt", 1), await addTo(here, "b.srt", 1)];
    const store = await here.context().store();
    const note = (code: string, message: string, id?: string) =>
      store.noteProblem({
        work: id ? { kind: "translation", id } : null,
        ...{ code, message, now: here.clock.time },
      });
    for (const id of ids) {
      await note("export", `${id} could not be written by host:12:34`, id);
      here.clock.time += MINUTE;
    }
    await note("timeout", "no answer within 60 s", ids[0]!);
    return { here, ids };
  }

  test("that differ in nothing but ids are told once, with how often and since when", async () => {
    const { here } = await withErrors();
    const { out } = await here.cli("errors");
    expect(out.match(/could not be written/g)).toHaveLength(1);
    expect(out).toContain("2026-01-06 14:31:15  export  2 times since 2026-01-06 14:30:15");
    const { errors } = (await here.json("errors")).data;
    expect(errors).toMatchObject([
      { code: "timeout", count: 1 },
      { code: "export", count: 2 },
    ]);
    expect(errors[1].at - errors[1].first).toBe(MINUTE);
  });

  test("are those of a project, or of a code", async () => {
    const { here, ids } = await withErrors();
    const told = async (...argv: string[]) =>
      (await here.json("errors", ...argv)).data.errors.map(
        ({ code, projectId }: { code: string; projectId: string }) => [code, ids.indexOf(projectId)],
      );
    expect(await told("--project", ids[1]!)).toEqual([["export", 1]]);
    expect(await told("--code", "timeout")).toEqual([["timeout", 0]]);
    expect(await told("--code", "export", "--project", ids[0]!)).toEqual([["export", 0]]);
    expect((await here.cli("errors", "--project", "zzz")).code).toBe(2);
  });

  test("are wrapped at the terminal's width, and not at all where there is none", async () => {
    const { here } = await withErrors();
    expect((await here.cli("errors")).out).toMatch(/^ {4}trans_\w+ could not be written by host:12:34$/m);
    here.onTerminal(40);
    for (const line of (await here.cli("errors", "--code", "timeout")).out.split("\n").slice(1))
      expect(line.length).toBeLessThanOrEqual(40);
  });
});

test("a text is wrapped between words, each line behind the indent, and a long word is left whole", () => {
  expect(wrap("one two three", 9, "  ")).toBe("  one two\n  three");
  expect(wrap("a\nabcdefghijkl b", 6, "")).toBe("a\nabcdefghijkl\nb");
});

describe("a table whose columns wrap", () => {
  const columns = [{ title: "N" }, { title: "ONE", wraps: true }, { title: "OTHER", wraps: true }];
  const shown = (width: number, ...row: string[]) => table(columns, [row], width).split("\n").slice(1);

  test("breaks its cells between words, and a word only where it is too wide itself", () => {
    expect(shown(23, "1", "one two three", "a b")).toEqual(["1  one two three  a b"]);
    expect(shown(22, "1", "one two three", "a b")).toEqual(["1  one two       a b", "   three"]);
    expect(shown(19, "1", "abcdefghijklm", "a")).toEqual(["1  abcdefghi  a", "   jklm"]);
  });

  test("breaks scripts without spaces anywhere but before a mark, by the width that a terminal shows", () => {
    expect(shown(21, "1", "これは長い話、です。", "ok ok ok")).toEqual([
      "1  これは長  ok ok ok",
      "   い話、で",
      "   す。",
    ]);
  });

  test("keeps a cell's own breaks on a terminal, and is one line a row where there is none", () => {
    expect(shown(80, "1", "a\nb", "c")).toEqual(["1  a    c", "   b"]);
    expect(shown(Number.POSITIVE_INFINITY, "1", "a\nb", "c")).toEqual(["1  a␊b  c"]);
  });

  test("gives a narrow column what it needs, and the wide ones the rest", () => {
    const [first] = shown(60, "1", "short one", "word ".repeat(40));
    expect(first).toBe(`1  short one  ${"word ".repeat(9).trimEnd()}`);
  });
});

test("what goes into a pipe is never shortened; what goes to a terminal is", async () => {
  const command = `cat # ${"x".repeat(100)}`;
  const here = world({ TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: command, NO_COLOR: "1" });
  expect((await here.cli("config")).out).toContain(command);
  here.onTerminal(80);
  expect((await here.cli("config")).out).not.toContain(command);
});

test("an export of which nothing could be written is a mistake; of which something could, is partly done", async () => {
  const here = world();
  const id = await addTo(here, "a.srt", 2);
  expect((await here.cli("export", id)).code).toBe(2);
  const other = await addTo(here, "b.srt", 2);
  await here.cli("batch", other);
  expect((await here.cli("export", id, other)).code).toBe(1);
});

test("stats --prometheus - goes to standard output", async () => {
  const here = world();
  expect((await here.cli("stats", "--prometheus", "-")).out).toMatch(/^# TYPE [\s\S]*# EOF\n$/);
  expect(readdirSync(".")).not.toContain("-");
});

test("OPENAI_LOG does not break what --json promises", async () => {
  const spies = (["debug", "info", "warn", "error", "log"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  vi.stubEnv("OPENAI_LOG", "debug");
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  await here.cli("add", here.file("a.srt", srtOf(2)), "--to", "fr");
  expect((await here.cli("batch")).code).toBe(0);
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("an address with a query is refused, and what stands in it is not told", async () => {
  const here = world({
    OPENAI_BASE_URL: "https://example.org/v1?api-key=secret",
    TRANSCRON_PROVIDER: "openai",
  });
  const { code, err } = await here.cli("stats");
  expect([code, err]).toEqual([2, expect.stringContaining('OPENAI_BASE_URL is "https://example.org/v1?…"')]);
  expect(err).not.toContain("secret");
});

test("config shows nothing of a key", async () => {
  const here = world({ OPENAI_API_KEY: "sk-abcdefghijklmnop" });
  const { data } = await here.json("config");
  const [key] = data.settings.filter(({ name }: { name: string }) => name === "OPENAI_API_KEY");
  expect(key.value).toBe("…");
});
