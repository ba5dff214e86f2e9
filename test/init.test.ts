import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { parseEnv } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { envFile } from "../src/config/env-file.js";
import { SETTINGS } from "../src/config/settings.js";
import { apertiumEngine, chooseEngine, modelsIn, serverEngine } from "../src/core/engines.js";
import { openaiServer } from "./support/openai-server.js";
import { world } from "./support/world.js";

const OLLAMA = JSON.stringify({ models: [{ name: "llama3.2:latest" }, { name: "nomic-embed-text:latest" }] });

/** A server that answers every path the same; null answers nothing. */
async function serverOf(answer: string | null, status = 200) {
  const asked: { path: string; key: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url!, key: request.headers.authorization });
    if (answer !== null) response.writeHead(status).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A world in which only these programs are on the PATH, and only these servers may answer. */
function machine({ urls = [], pairs }: { urls?: readonly string[]; pairs?: string } = {}) {
  const here = world({ TRANSCRON_PROVIDER: undefined, PATH: "/nowhere" });
  rmSync(here.home, { recursive: true });
  const names = ["ollama", "lmstudio", "llamacpp"];
  here.outside.localServers = urls.map((url, at) => ({
    ...{ name: names[at]!, title: names[at]!, url, models: "/models" },
  }));
  if (pairs !== undefined) {
    const program = here.file("bin/apertium", APERTIUM.replace("PAIRS", pairs));
    chmodSync(program, 0o755);
    here.outside.env.PATH = `${join(program, "..")}:${process.env.PATH}`;
  }
  return { ...here, file: join(here.home, ".env"), settings: () => parseEnv(envOf(here.home)) };
}

const envOf = (home: string) => readFileSync(join(home, ".env"), "utf8");

/** Lists its pairs; else it writes every word of a line backwards, as `french` does. */
const APERTIUM = `#!/usr/bin/env node
const text = require("node:fs").readFileSync(0, "utf8");
const french = (line) => "FR(" + line.replace(/[a-z]+/gi, (word) => [...word].reverse().join("") + "é") + ")";
process.stdout.write(process.argv[2] === "-l" ? "PAIRS" : text.replace(/.+/g, french));
`;

describe("init", () => {
  test("makes a home and an .env for this user alone, in which nothing is set", async () => {
    const here = machine();
    const { code, out } = await here.cli("init");
    expect(code).toBe(0);
    expect(out).toContain(`made ${here.home}\nwrote ${here.file}\n`);
    expect(statSync(here.home).mode & 0o777).toBe(0o700);
    expect(statSync(here.file).mode & 0o777).toBe(0o600);
    expect(here.settings()).toEqual({});
    expect(existsSync(join(here.home, "transcron.db"))).toBe(false);
  });

  test("never overwrites an .env", async () => {
    const here = machine();
    await here.cli("init");
    writeFileSync(here.file, "BATCH_SIZE=7\n");
    expect(await here.cli("init")).toMatchObject({ code: 0, out: expect.stringContaining("left as it is") });
    expect(envOf(here.home)).toBe("BATCH_SIZE=7\n");
  });

  test("names the home in the next steps where an option named it", async () => {
    const here = machine();
    const other = join(here.home, "..", "other");
    expect((await here.cli("--home", other, "init")).out).toContain(
      `\`transcron --home ${other} doctor --online\``,
    );
    expect((await here.cli("init")).out).toContain("`transcron doctor --online`");
  });

  test("proposes what answers, and writes nothing of it", async () => {
    const { url, asked } = await serverOf(OLLAMA);
    const here = machine({ urls: [url], pairs: "  eng-spa\\n" });
    const { out } = await here.cli("init");
    expect(out).toContain(
      `ollama answers at ${url} with llama3.2:latest: to use it, put these lines into ${here.file}`,
    );
    expect(out).toContain(`  OPENAI_BASE_URL=${url}/v1\n  TRANSCRON_MODEL=llama3.2:latest`);
    expect(out).toContain("Apertium is on the PATH with eng-spa");
    expect(out).toContain("  TRANSCRON_PROVIDER=command\n  TRANSCRON_COMMAND=apertium -u eng-spa");
    expect(asked.map(({ path }) => path)).toEqual(["/models"]);
    expect(here.settings()).toEqual({});
  });

  test("--use writes the settings of an engine, with the model that is named", async () => {
    const { url } = await serverOf(JSON.stringify({ data: [{ id: "a" }, { id: "b" }] }));
    const here = machine({ urls: [url] });
    expect((await here.cli("init", "--use", "ollama", "--model", "b")).code).toBe(0);
    expect(here.settings()).toEqual({
      TRANSCRON_PROVIDER: "openai",
      OPENAI_BASE_URL: `${url}/v1`,
      TRANSCRON_MODEL: "b",
    });
  });

  test.each([
    [["--use", "lmstudio"], 'the engine "lmstudio" was not found on this machine\ntry: found: ollama'],
    [["--use", "ollama", "--model", "x"], 'ollama does not have "x"\ntry: it has: llama3.2:latest'],
  ])("%s of what is not there makes nothing", async (flags, message) => {
    const here = machine({ urls: [(await serverOf(OLLAMA)).url] });
    expect(await here.cli("init", ...flags)).toMatchObject({
      code: 2,
      err: expect.stringContaining(message),
    });
    expect(existsSync(here.home)).toBe(false);
  });

  test("--use with an .env that is there already says which lines to add", async () => {
    const here = machine({ pairs: "eng-spa" });
    await here.cli("init");
    const { code, err } = await here.cli("init", "--use", "apertium");
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("TRANSCRON_COMMAND=apertium -u eng-spa"),
    });
    expect(here.settings()).toEqual({});
  });

  test.each([
    ["yes", { TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: "apertium -u eng-spa" }],
    ["", {}],
  ])("asks at a terminal, and takes %j at its word", async (answer, settings) => {
    const here = machine({ pairs: "eng-spa" });
    here.outside.stdin = Object.assign(Readable.from([`${answer}\n`]), { isTTY: true });
    expect((await here.cli("init")).err).toContain("Translate with Apertium (eng-spa)? [y/N]");
    expect(here.settings()).toEqual(settings);
  });

  test.each([
    ["is silent", null, 200],
    ["refuses", OLLAMA, 404],
    ["is something else", "<html>router</html>", 200],
    ["has no model", '{"data": []}', 200],
    ["names a model that would write settings of its own", '{"data": [{"id": "a\\nNOTIFY_COMMAND=x"}]}', 200],
    ["answers without end", `"${"x".repeat(2 * 1024 * 1024)}"`, 200],
  ])("does not propose a server that %s", async (_, answer, status) => {
    const here = machine({ urls: [(await serverOf(answer, status)).url] });
    const { code, data } = await here.json("init");
    expect({ code, engines: data.engines }).toEqual({ code: 0, engines: [] });
  });
});

describe("an .env that init writes", () => {
  test("names every setting, and as it is it sets none", () => {
    const names = [...envFile({}).matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(names).toEqual(Object.keys(SETTINGS));
    expect(parseEnv(envFile({}))).toEqual({});
  });

  test("has the defaults, which mean the same when they are set", async () => {
    const here = world({
      TRANSCRON_PROVIDER: undefined,
      RATE_LIMIT_DELAY: undefined,
      CONCURRENCY: undefined,
    });
    const before = (await here.json("config")).data.settings;
    writeFileSync(join(here.home, ".env"), envFile({}).replace(/^#(?=[A-Z_]+=)/gm, ""), { mode: 0o600 });
    const values = (list: { name: string; value: unknown }[]) =>
      list.map(({ name, value }) => ({ name, value }));
    // LANES excludes the single figures of lanes only where these have a value.
    expect(values((await here.json("config")).data.settings)).toEqual(values(before));
  });
});

describe("engines", () => {
  test.each([
    ["OpenAI's list", '{"data": [{"id": "qwen3-8b"}]}', ["qwen3-8b"]],
    ["Ollama's tags", OLLAMA, ["llama3.2:latest"]],
    [
      "a list with models of Ollama's cloud",
      '{"models": [{"name": "qwen3.5:397b-cloud"}, {"name": "a", "remote_host": "https://ollama.com"}, {"name": "b"}]}',
      ["b"],
    ],
    ["neither", '{"models": {"a": 1}}', []],
    ["null", "null", []],
    ["a list of nulls", '{"data": [null, 5, {"id": 3}]}', []],
  ])("the models in %s", (_, answer, models) => {
    expect(modelsIn(answer)).toEqual(models);
  });

  const apertium = apertiumEngine("  spa-eng\n  eng-spa_US\n  eng-spa\n")!;
  const server = serverEngine(
    { name: "s", title: "S", url: "http://x", models: "/m" },
    '{"data": [{"id": "m"}]}',
  )!;
  const usual = ["fr", "es"];

  test("Apertium's pairs from English come first", () => {
    expect(apertium.choices).toEqual(["eng-spa_US", "eng-spa", "spa-eng"]);
    expect(apertiumEngine("")).toBeUndefined();
  });

  test.each([
    ["what it has, where no language is named", [apertium, server], undefined, "eng-spa_US", ["es-US"]],
    ["the pair of the language that is named", [apertium, server], ["es"], "eng-spa", ["es"]],
    ["a server, for a language without a pair", [apertium, server], ["de", "es"], "m", ["de", "es"]],
    ["a server with the usual languages", [server], undefined, "m", usual],
  ])("the demo takes %s", (_, engines, to, choice, into) => {
    expect(chooseEngine(engines, { to, usual })).toMatchObject({ choice, to: into });
  });

  test("the demo takes no engine that lacks the language", () => {
    expect(chooseEngine([apertium], { to: ["de"], usual })).toBeUndefined();
    expect(chooseEngine([apertiumEngine("spa-eng")!], { to: undefined, usual })).toBeUndefined();
  });
});

describe("demo", () => {
  test("translates with an engine that is found, and says which", async () => {
    const here = machine({ pairs: "eng-fra" });
    const { code, out, err } = await here.cli("demo");
    expect(code, out + err).toBe(0);
    expect(err).toContain("translating with Apertium (eng-fra), found on this machine");
    expect(out).toContain("product-talk.fr.srt");
    expect(out).toContain("by Apertium (eng-fra)");
    expect(out).not.toContain("pseudo");
  });

  test("gives a server that is found the languages, and no key that is configured", async () => {
    const models = await serverOf('{"data": [{"id": "m"}]}');
    const paid = await openaiServer();
    const here = machine();
    Object.assign(here.outside.env, paid.env, { OPENAI_API_KEY: "sk-secret" });
    here.outside.localServers = [{ name: "ollama", title: "Ollama", url: models.url, models: "/models" }];
    await here.cli("demo", "--to", "de");
    expect(paid.count()).toBe(0);
    expect(models.asked.some(({ path }) => path.startsWith("/v1/chat"))).toBe(true);
    expect(models.asked.filter(({ key }) => key?.includes("secret"))).toEqual([]);
  });

  test("without an engine it is pseudo-localisation, whatever key is configured", async () => {
    const paid = await openaiServer();
    const here = machine();
    Object.assign(here.outside.env, paid.env);
    const { code, out } = await here.cli("demo");
    expect(code).toBe(0);
    expect(out).toContain("by pseudo-localisation: readable, offline, not a translation");
    expect(paid.count()).toBe(0);
  });
});
