import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import Database from "../src/store/sqlite/driver.js";
import { anthropicServer } from "./support/anthropic-server.js";
import { documentServer, isAgain, parametersIn } from "./support/document-server.js";
import { scratch, world } from "./support/world.js";

const OUTPUT = {
  type: "object",
  properties: {
    title: { type: "string", minLength: 3 },
    level: { type: "string" },
    rows: { type: "array", items: { type: "string" }, minItems: 1 },
    note: { type: "string" },
  },
  required: ["title", "level", "rows"],
  additionalProperties: false,
};

/** A home with a template of its own. */
function withTemplate(env: NodeJS.ProcessEnv, more: Record<string, unknown> = {}) {
  const here = world(env);
  const declared = {
    parameters: {
      type: "object",
      properties: { type: { type: "string", maxLength: 40 }, level: { enum: ["beginner", "expert"] } },
      required: ["type", "level"],
      additionalProperties: false,
    },
    output: OUTPUT,
    ...more,
  };
  here.file("../home/templates/plan/template.json", JSON.stringify(declared));
  here.file("../home/templates/plan/system.txt", "You write plans.");
  here.file("../home/templates/plan/user.txt", "Write a plan for {type}.");
  return here;
}

type Here = ReturnType<typeof withTemplate>;

const good = (asked: Parameters<typeof parametersIn>[0]) => {
  const { type, level } = parametersIn(asked) as { type: string; level: string };
  return JSON.stringify({ title: `A ${type}`, level, rows: ["Knit one.", "Purl two."] });
};

function jobsIn(here: Here) {
  const db = new Database(join(here.home, "transcron.db"));
  try {
    return db.prepare<[], Record<string, unknown>>("select * from jobs order by id").all();
  } finally {
    db.close();
  }
}

const HAT = ["--set", "type=hat", "--set", "level=beginner"];

test("a document is made from a template, checked, stored and paid for once", async () => {
  const server = await documentServer(good);
  const here = withTemplate(server.env);
  const added = await here.cli("generate", "plan", ...HAT);
  expect(added.out).toContain("added job-1  plan hat beginner");
  const { err } = await here.cli("tick");
  expect(err).toMatch(/\] \[INFO\] \[worker_\d+\] Job #1 reserved \(attempt 1\/3\)/);
  expect(err).toMatch(/\] \[INFO\] \[worker_\d+\] Job #1 completed in \d/);
  expect(jobsIn(here)).toMatchObject([
    { id: 1, type: "plan", status: "completed", format: "json", model: "gpt-6-luna" },
  ]);
  expect(JSON.parse(String(jobsIn(here)[0]!.result))).toMatchObject({ title: "A hat", level: "beginner" });
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]!.messages[0]!.content).toContain("You write plans.");
  await here.cli("generate", "plan", ...HAT);
  await here.cli("tick");
  expect(server.requests).toHaveLength(1);
});

test("a reply that does not fit is asked for once more, with what was wrong and the reply itself", async () => {
  const server = await documentServer((asked) =>
    isAgain(asked) ? good(asked) : '{"title":"A hat","level":"beginner"}',
  );
  const here = withTemplate(server.env);
  await here.cli("generate", "plan", ...HAT, "--wait");
  expect(jobsIn(here)).toMatchObject([{ status: "completed" }]);
  const [, , reply, told] = server.requests[1]!.messages;
  expect(reply).toEqual({ role: "assistant", content: '{"title":"A hat","level":"beginner"}' });
  expect(told!.content).toMatch(/rows/);
});

test("after that the next endpoint of the template is asked, and at last the job fails with the reasons", async () => {
  const server = await documentServer(({ model }) => (model === "second" ? "I am sorry." : '{"title":7}'));
  const here = withTemplate(server.env, { endpoints: ["openai:first", "openai:second"] });
  await here.cli("generate", "plan", ...HAT, "--wait");
  expect(server.requests.map(({ model }) => model)).toEqual(["first", "first", "second", "second"]);
  const [job] = jobsIn(here);
  expect(job).toMatchObject({ status: "failed", attempts: 1, result: null });
  expect(job!.error_message).toContain("no reply could be used: the reply holds no JSON document");
});

test("an endpoint that refuses its key is passed over for the next, and the job does not fail for it", async () => {
  const server = await documentServer((asked) =>
    asked.model === "first" ? { status: 401, body: { error: { message: "no such key" } } } : good(asked),
  );
  const here = withTemplate(server.env, { endpoints: ["openai:first", "openai:second"] });
  await here.cli("generate", "plan", ...HAT, "--wait");
  expect(jobsIn(here)).toMatchObject([{ status: "completed", model: "second" }]);
});

test("where the only endpoint refuses its key, nothing fails: the work waits for the settings", async () => {
  const server = await documentServer(() => ({ status: 401, body: { error: { message: "no such key" } } }));
  const here = withTemplate(server.env);
  await here.cli("generate", "plan", ...HAT);
  await here.cli("tick");
  expect(jobsIn(here)).toMatchObject([{ status: "pending", attempts: 0 }]);
  await here.cli("tick");
  expect(server.requests).toHaveLength(1);
});

test("a row that is wrong is named with its field, and the others are made, a file each", async () => {
  const server = await documentServer(good);
  const out = join(scratch(), "documents");
  const here = withTemplate({ ...server.env, EXPORT_DIR: out });
  const rows = here.file("items.csv", "type,level\nhat,beginner\nscarf,master\nsock,expert\n");
  const { code, err } = await here.cli("generate", "plan", "--rows", rows);
  expect(code).toBe(1);
  expect(err).toContain("items.csv row 3: level: ");
  await here.cli("tick");
  expect(readdirSync(out).sort()).toEqual(["plan-1.json", "plan-2.json"]);
  expect(JSON.parse(readFileSync(join(out, "plan-2.json"), "utf8"))).toMatchObject({ title: "A sock" });
});

test("free text is stored as it is, without the fence that models put around it", async () => {
  const server = await documentServer(() => "```markdown\n# Hat\n\nKnit.\n```");
  const here = withTemplate(server.env, { output: "markdown" });
  await here.cli("generate", "plan", ...HAT, "--wait");
  expect(jobsIn(here)).toMatchObject([{ status: "completed", format: "markdown", result: "# Hat\n\nKnit." }]);
});

test("an unknown template, a parameter out of its schema and a provider that can't write are refused by name", async () => {
  const here = withTemplate({});
  expect((await here.cli("generate", "plam")).err).toContain("plam");
  expect((await here.cli("generate", "plan", ...HAT)).err).toContain("TRANSCRON_PROVIDER is pseudo");
  const server = await documentServer(good);
  const other = withTemplate(server.env);
  const { code, err } = await other.cli("generate", "plan", "--set", "type=hat", "--set", "level=master");
  expect([code, err]).toEqual([2, expect.stringContaining("level")]);
  expect((await other.cli("generate", "plan", "--set", "typ=hat")).err).toContain("typ");
});

test("two hundred rows through a server with faults are made or fail by name, and each good reply is paid once", async () => {
  const answered = new Map<string, number>();
  const server = await documentServer((asked, count) => {
    const { type } = parametersIn(asked) as { type: string };
    if (count % 11 === 0)
      return { status: 429, body: { error: { message: "slow down" } }, headers: { "retry-after": "1" } };
    if (count % 13 === 0) return "cut";
    if (count % 17 === 0) return { status: 500, body: { error: { message: "broken" } } };
    if (type === "item 7" || type === "item 99") return '{"title":"?"}';
    if (!isAgain(asked) && count % 5 === 0) return "I am sorry, I can't.";
    answered.set(type, (answered.get(type) ?? 0) + 1);
    return good(asked);
  });
  const here = withTemplate({ ...server.env, CONCURRENCY: "4" });
  const lines = Array.from({ length: 200 }, (_, at) => `item ${at + 1},${at % 2 ? "expert" : "beginner"}`);
  const rows = here.file("items.csv", `type,level\n${lines.join("\n")}\n`);
  expect((await here.cli("generate", "plan", "--rows", rows)).code).toBe(0);
  for (let turn = 0; turn < 40 && jobsIn(here).some(({ status }) => status === "pending"); turn++) {
    await here.cli("tick");
    here.clock.time += 10 * 60_000;
  }
  const jobs = jobsIn(here);
  const failed = jobs.filter(({ status }) => status === "failed");
  expect(jobs).toHaveLength(200);
  expect(jobs.filter(({ status }) => status === "completed")).toHaveLength(198);
  expect(failed.map(({ name }) => name)).toEqual(["plan item 7 beginner", "plan item 99 beginner"]);
  for (const { error_message: reason } of failed) expect(reason).toContain("no reply could be used");
  expect([...answered.values()].every((count) => count === 1)).toBe(true);
  expect(answered.size).toBe(198);
}, 60_000);

test("a document is exported as JSON, Markdown or text, by the ending or by --format", async () => {
  const server = await documentServer(good);
  const here = withTemplate(server.env);
  await here.cli("generate", "plan", ...HAT);
  const early = await here.cli("export", "job-1", "-o", "-");
  expect([early.code, early.err]).toEqual([
    2,
    expect.stringContaining("job-1 has no document: it is pending"),
  ]);
  await here.cli("tick");
  const folder = scratch();
  for (const name of ["hat.json", "hat.md", "hat.txt"]) {
    expect((await here.cli("export", "job-1", "-o", join(folder, name))).code).toBe(0);
  }
  const text = (name: string) => readFileSync(join(folder, name), "utf8");
  expect(JSON.parse(text("hat.json"))).toMatchObject({ title: "A hat" });
  expect(text("hat.md")).toBe("# A hat\n\n**Level:** beginner\n\n## Rows\n\n- Knit one.\n- Purl two.\n");
  expect(text("hat.txt")).toContain("A hat\n=====\n\nLevel: beginner\n");
  expect((await here.cli("export", "job-1", "-o", "-", "--format", "markdown")).out).toBe(text("hat.md"));
  expect((await here.cli("export", "job-1", "--format", "srt")).err).toContain(
    `documents can't be written as "srt"`,
  );
});

test("Claude is asked by its own API, with a schema that it takes", async () => {
  const server = await anthropicServer();
  server.fail((_, response) => {
    const text = JSON.stringify({ title: "A hat", level: "beginner", rows: ["Knit one."] });
    const usage = { input_tokens: 100, output_tokens: 40 };
    const message = { id: "m", type: "message", role: "assistant", stop_reason: "end_turn", usage };
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ ...message, content: [{ type: "text", text }] }));
  });
  const here = withTemplate(server.env, { endpoints: ["anthropic:claude-test"] });
  await here.cli("generate", "plan", ...HAT, "--wait");
  expect(jobsIn(here)).toMatchObject([{ status: "completed", provider: "anthropic", model: "claude-test" }]);
  expect(jobsIn(here)[0]).toMatchObject({ tokens_in: 100, tokens_out: 40, cost: null });
});

test("documents are exported by kind, name and filter, into a folder that is made", async () => {
  const server = await documentServer(good);
  const here = withTemplate(server.env);
  const rows = here.file("items.csv", "type,level\nhat,beginner\nscarf,expert\nsock,expert\n");
  await here.cli("generate", "plan", "--rows", rows);
  await here.cli("tick");
  const out = join(scratch(), "all");
  await here.cli("export", "job-2", "-o", join(scratch(), "scarf.json"));
  const first = await here.cli("export", "--kind", "generation", "--all", "-o", out, "--yes");
  expect([first.code, readdirSync(out).sort()]).toEqual([0, ["plan-1.json", "plan-3.json"]]);
  await here.cli("export", "--kind", "generation", "plan", "-o", out, "--format", "md", "--yes");
  expect(readdirSync(out).filter((name) => name.endsWith(".md"))).toHaveLength(3);
  const rest = await here.cli("export", "--kind", "generation", "--all", "-o", out);
  expect([rest.code, rest.out]).toEqual([0, expect.stringContaining("nothing to export")]);
});
