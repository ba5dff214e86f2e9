// What bad lines cost: documents of news go through the queue against a server on loopback, whose model leaves a share
// of the lines untranslated when it is first asked for them. Tokens are those of o200k, four a message for framing.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answerOf } from "../anchored.mjs";
import { randomOf } from "../faults/random.mjs";
import { humanPairs } from "./pairs.mjs";

const PROGRAM = fileURLToPath(new URL("../../bin/transcron.js", import.meta.url));
const SIZES = [10, 20];
const SHARES = [0, 0.01, 0.02, 0.05];
const FRAMING = 4;

const SEED = 1;

export async function publish() {
  const rows = await cost({ pairs: humanPairs(), seed: SEED });
  console.log(`\nWhat lines that are bad when first asked for cost, in tokens (seed ${SEED})`);
  console.table(rows);
  return rows;
}

async function cost({ pairs, seed }) {
  const { encode } = await import("gpt-tokenizer/encoding/o200k_base").catch(() => ({}));
  if (!encode) {
    console.log("skipped: cost, since gpt-tokenizer is not installed (npm install --no-save gpt-tokenizer)");
    return [];
  }
  const tokens = (text) => encode(text).length;
  const news = pairs.filter(
    ({ set, from, to }) => set === "news" && from === "en" && ["es", "de", "ru"].includes(to),
  );
  const rows = [];
  for (const size of SIZES)
    for (const share of SHARES) {
      let sum = 0;
      let requests = 0;
      for (const [at, pair] of news.entries()) {
        const spent = await translateAt({ pair, size, share, random: randomOf(seed + at), tokens });
        sum += spent.tokens;
        requests += spent.requests;
      }
      const clean = rows.find((row) => row.size === size && row.share === 0)?.tokens ?? sum;
      rows.push({ size, share, requests, tokens: sum, ratio: sum / clean });
    }
  return rows;
}

async function translateAt({ pair, size, share, random, tokens }) {
  const right = new Map(pair.lines.map(({ source, target }) => [source, target]));
  const bad = new Set(pair.lines.filter(() => random.chance(share)).map(({ source }) => source));
  const spent = { tokens: 0, requests: 0 };
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = JSON.parse(Buffer.concat(parts).toString());
    const text = answerOf(body, (line) => (bad.delete(line) ? line : right.get(line)));
    spent.requests++;
    spent.tokens +=
      body.messages.reduce((sum, { content }) => sum + tokens(content) + FRAMING, 3) + tokens(text);
    const choices = [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }];
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ id: "1", object: "chat.completion", created: 0, model: body.model, choices }),
    );
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const home = mkdtempSync(join(tmpdir(), "transcron-rates-"));
  try {
    const file = join(home, "news.txt");
    writeFileSync(file, pair.lines.map(({ raw }) => raw).join("\n"));
    const env = {
      PATH: process.env.PATH,
      TRANSCRON_HOME: home,
      OPENAI_BASE_URL: `http://127.0.0.1:${server.address().port}/v1`,
      OPENAI_API_KEY: "none",
      TRANSCRON_MODEL: "simulated",
      BATCH_SIZE: String(size),
      CONCURRENCY: "4",
      RATE_LIMIT_DELAY: "0",
    };
    await run(env, "add", file, "--from", pair.from, "--to", pair.to);
    await run(env, "batch");
  } finally {
    server.close().closeAllConnections();
    rmSync(home, { recursive: true, force: true });
  }
  return spent;
}

const run = (env, ...args) =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [PROGRAM, "--quiet", ...args], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.on("error", fail);
    child.on("close", done);
  });
