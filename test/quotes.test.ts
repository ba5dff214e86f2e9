import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HOUR } from "../src/core/time.js";
import { unquoted } from "../src/core/unquoted.js";
import { hookServer } from "./support/hooks.js";
import { FAULTS, openaiServer } from "./support/openai-server.js";
import { srtOf, type world as World, world } from "./support/world.js";

const SOURCE = "Rosebud-in-the-snow";
const REPLY = "Bouton-de-rose";

/** Replies with an error that says again what was sent. */
const echoing =
  (status: number): (typeof FAULTS)["drip"] =>
  async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const message = `can't do this: ${body.slice(body.indexOf("Rosebud") - 20)}`;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message, type: "invalid_request_error", code: null } }));
  };

const saying =
  (content: string): (typeof FAULTS)["drip"] =>
  (_, response) => {
    const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }];
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ choices }));
  };

const refusing =
  (refusal: string): (typeof FAULTS)["drip"] =>
  (_, response) => {
    const message = { role: "assistant", content: null, refusal };
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ choices }));
  };

/** What logs, standard error, messages, problems, reasons and the audit log hold after some ticks. */
async function toldBy(here: ReturnType<typeof World>, calls: { body: string }[]) {
  let printed = "";
  for (let tick = 0; tick < 4; tick++) {
    printed += (await here.cli("tick")).err;
    here.clock.time += 2 * HOUR;
  }
  const logs = join(here.home, "logs");
  const kept = readdirSync(logs).map((name) => readFileSync(join(logs, name), "utf8"));
  const rows: string[] = [];
  for (const statement of [
    "select message from translation_errors",
    "select message from notices",
    "select wait_reason, error_message from translation_projects",
    "select details from audit",
    "select message from ticks",
    "select * from provider_state",
  ]) {
    const { code, out } = await here.cli("sql", statement);
    expect(code).toBe(0);
    rows.push(out);
  }
  rows.push((await here.cli("errors")).out, (await here.cli("doctor")).out);
  return [printed, ...kept, ...rows, ...calls.map(({ body }) => body)].join("\n");
}

const text = (line: number) => `${SOURCE} lies in line ${line}.`;

const FAILURES: Record<string, (typeof FAULTS)["drip"]> = {
  "a bad request that is echoed": echoing(400),
  "a server's error that echoes": echoing(500),
  "an overload that echoes": echoing(503),
  "a refused key that echoes": echoing(401),
  "a used-up quota that echoes": echoing(402),
  "a reply that is no JSON": saying(`{"1": "${REPLY}" oops "${SOURCE}"`),
  "a reply cut off in a text": saying(`{"1": "${REPLY} and ${SOURCE} and`),
  "a reply in prose": saying(`${REPLY}! ${SOURCE} is what you said.`),
  "a reply under its own texts": saying(JSON.stringify({ [SOURCE]: REPLY, [REPLY]: SOURCE })),
  "a reply that is the source": saying(JSON.stringify({ 1: text(1), 2: text(2), 3: text(3) })),
  "a body that is no JSON": (_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(`${REPLY}: ${SOURCE}`);
  },
  "a refusal that quotes": refusing(`I will not translate "${text(1)}".`),
  "a moderation": FAULTS.moderation,
};

describe("no text stands in logs, messages, problems and reasons after", () => {
  test.each(Object.entries(FAILURES))("%s", async (_, fault) => {
    const server = await openaiServer();
    server.fail(...Array.from({ length: 200 }, () => fault));
    const hook = await hookServer();
    const here = world({ ...server.env, NOTIFY_WEBHOOK: `${hook.url}/hook`, MAX_RETRIES: "1" });
    await here.cli("add", here.file("talk.srt", srtOf(3, text)), "--to", "fr", "--from", "en");
    const told = await toldBy(here, hook.calls);
    expect(told).toContain("talk.srt");
    expect(told).not.toMatch(/Rosebud|in-the-snow|Bouton|de-rose/);
  });

  test("a program that fails and says again what it read", async () => {
    const here = world({ TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: "cat >&2; exit 3" });
    await here.cli("add", here.file("talk.srt", srtOf(3, text)), "--to", "fr", "--from", "en");
    const told = await toldBy(here, []);
    expect(told).toContain("the command ended with 3");
    expect(told).not.toContain("Rosebud");
  });
});

test("with QUOTE_TEXT=yes the line and what the server said of it are quoted", async () => {
  const server = await openaiServer();
  server.fail(...Array.from({ length: 200 }, () => echoing(400)));
  const here = world({ ...server.env, MAX_RETRIES: "1", QUOTE_TEXT: "yes" });
  await here.cli("add", here.file("talk.srt", srtOf(1, text)), "--to", "fr", "--from", "en");
  expect(await toldBy(here, [])).toContain(SOURCE);
});

describe("a message without what it quotes", () => {
  test.each([
    ["you sent: The train leaves at six.", "you sent: …"],
    ["'The train leaves' and 'leaves at six' are bad", "'…' and '…' are bad"],
    ["the model does not exist", "the model does not exist"],
    ["train", "train"],
    ["", ""],
  ])("%s", (message, expected) => {
    expect(unquoted(message, ["The train leaves at six."])).toBe(expected);
  });
});
