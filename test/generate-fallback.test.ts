import { join } from "node:path";
import { expect, test } from "vitest";
import Database from "../src/store/sqlite/driver.js";
import { type Asked, documentServer } from "./support/document-server.js";
import { world } from "./support/world.js";

const MINUTE = 60_000;

/** A home with a template of free text that asks these endpoints. */
function withTemplate(env: NodeJS.ProcessEnv, more: Record<string, unknown>) {
  const here = world(env);
  const parameters = { type: "object", properties: { type: { type: "string" } }, required: ["type"] };
  here.file("../home/templates/note/template.json", JSON.stringify({ parameters, output: "text", ...more }));
  here.file("../home/templates/note/system.txt", "You write notes.");
  return here;
}

function jobsIn(here: ReturnType<typeof world>) {
  const db = new Database(join(here.home, "transcron.db"));
  try {
    return db.prepare<[], Record<string, unknown>>("select * from jobs order by id").all();
  } finally {
    db.close();
  }
}

const GOOD = "A note about a hat, warm and round.";
const failing = (status: number, message: string) => ({ status, body: { error: { message } } });
const models = (requests: readonly Asked[]) => requests.map(({ model }) => model);

const FALLBACK = { endpoints: ["openai:first", "openai:second"] };
const HAT = ["generate", "note", "--set", "type=hat"];

test("an endpoint that was down is asked again by later turns, though the next one waits for its settings", async () => {
  let isDown = true;
  const server = await documentServer(({ model }) => {
    if (model === "second") return failing(401, "no such key");
    return isDown ? failing(503, "down") : GOOD;
  });
  const here = withTemplate(server.env, FALLBACK);
  await here.cli(...HAT);
  await here.cli("tick");
  expect(jobsIn(here)).toMatchObject([{ status: "pending", attempts: 0 }]);
  isDown = false;
  here.clock.time += 20 * MINUTE;
  await here.cli("tick");
  expect(jobsIn(here)).toMatchObject([{ status: "completed", model: "first" }]);
});

test("an endpoint that is known to be down is passed over by other jobs without being asked", async () => {
  const server = await documentServer(({ model }) => (model === "first" ? failing(503, "down") : GOOD));
  const here = withTemplate({ ...server.env, LANES: "any:10:1,generation:10:1" }, FALLBACK);
  for (const type of ["hat", "sock", "scarf"]) await here.cli("generate", "note", "--set", `type=${type}`);
  await here.cli("tick");
  expect(jobsIn(here).every(({ status, model }) => status === "completed" && model === "second")).toBe(true);
  expect(models(server.requests)).toEqual(["first", "first", "first", "second", "second", "second"]);
});

test("where no endpoint of a list takes its key, each is asked once, and the work waits", async () => {
  const server = await documentServer(() => failing(401, "no such key"));
  const here = withTemplate(server.env, { endpoints: ["openai:first", "openai"] });
  await here.cli(...HAT);
  await here.cli("tick");
  await here.cli("tick");
  expect(server.requests).toHaveLength(2);
  expect(jobsIn(here)).toMatchObject([{ status: "pending", attempts: 0 }]);
});

test("a reply that was cut off at the template's limit is paid once, and the limit holds for the next job", async () => {
  const bodies: (number | undefined)[] = [];
  const cut = { index: 0, finish_reason: "length", message: { role: "assistant", content: "A note ab" } };
  const server = await documentServer((asked) => {
    bodies.push((asked as { max_completion_tokens?: number }).max_completion_tokens);
    const usage = { prompt_tokens: 9, completion_tokens: 50, total_tokens: 59 };
    return { status: 200, body: { id: "c", object: "chat.completion", choices: [cut], usage } };
  });
  const here = withTemplate(server.env, { limits: { output: 50 } });
  await here.cli(...HAT);
  await here.cli("generate", "note", "--set", "type=sock");
  await here.cli("tick");
  expect(bodies).toEqual([50, 50]);
  expect(jobsIn(here)[0]!.error_message).toContain("cut off at 50 tokens: raise limits.output");
});

test("a request that is too long for the model says so, and not that the reply was cut off", async () => {
  const server = await documentServer(() =>
    failing(400, "This model's maximum context length is 4096 tokens."),
  );
  const here = withTemplate(server.env, { limits: { output: 50 } });
  await here.cli(...HAT);
  await here.cli("tick");
  expect(jobsIn(here)[0]!.error_message).toContain("the request is too long for the model");
});

test("a paused endpoint holds the jobs that ask it, and no others", async () => {
  const server = await documentServer(({ model }) => (model === "own" ? GOOD : failing(401, "no such key")));
  const here = withTemplate(server.env, { endpoints: ["openai:own"] });
  const plain = { parameters: { type: "object", properties: {} }, output: "text" };
  here.file("../home/templates/plain/template.json", JSON.stringify(plain));
  here.file("../home/templates/plain/system.txt", "You write notes.");
  await here.cli("generate", "plain");
  await here.cli("tick");
  await here.cli(...HAT);
  await here.cli("tick");
  expect(jobsIn(here)).toMatchObject([
    { type: "plain", status: "pending", attempts: 0 },
    { type: "note", status: "completed", model: "own" },
  ]);
  expect(server.requests).toHaveLength(2);
});

test("the lanes that a full lane asks for are large enough, also where others wait already", async () => {
  const server = await documentServer(() => GOOD);
  const here = withTemplate({ ...server.env, LANES: "any:10:1,generation:3:1" }, {});
  await here.cli(...HAT);
  const lines = Array.from({ length: 10_000 }, (_, at) => JSON.stringify({ type: `item ${at}` }));
  const rows = here.file("items.jsonl", lines.join("\n"));
  const { code, err } = await here.cli("generate", "note", "--rows", rows);
  expect(code).toBe(75);
  expect(err).toContain("generation:10001:2");
});
