import { tone } from "./hinting-speech.js";
import type { Case } from "./hinting-states.js";
import { say } from "./ways-out.js";
import { world } from "./world.js";

/** Nobody is asked where documents are only added. */
const WRITER = {
  TRANSCRON_PROVIDER: "openai",
  OPENAI_API_KEY: "sk-test",
  OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
};

function withTemplate(parameters: object) {
  const here = world(WRITER);
  here.file("../home/templates/note/template.json", JSON.stringify({ parameters, output: "text" }));
  here.file("../home/templates/note/system.txt", "You write notes.");
  return here;
}

const TOPIC = { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] };

/** The ways out of what is said of documents and templates. */
export const DOCUMENT_CASES: Case[] = [
  {
    way: "verbs/transcribe/job.ts: --template",
    when: "a record is named without the template that fills it",
    state: async () => {
      const here = world(WRITER);
      const said = await say(here, "transcribe", tone(here, "talk.wav"), "--record", "dupont");
      return { here, said, values: { "": "client" } };
    },
  },
  {
    way: "commands/generate.ts: transcron template list",
    when: "no template is named",
    state: async () => {
      const here = world(WRITER);
      return { here, said: await say(here, "generate", "--set", "type=hat") };
    },
  },
  {
    way: "verbs/generate/generate.ts: LANES=normal:10000:3,any:10000:2,audio:1000:1,generation:…:2",
    when: "the lane of documents has not enough places",
    state: async () => {
      const here = withTemplate(TOPIC);
      here.file("../home/.env", "LANES=normal:5:1,generation:1:1\n");
      const rows = here.file("items.csv", "topic\nrain\nsnow\n");
      return { here, said: await say(here, "generate", "note", "--rows", rows) };
    },
  },
  {
    way: "verbs/generate/job.ts: transcron template check …",
    when: "a template can't be used",
    state: async () => {
      const here = withTemplate({ type: "objekt", properties: { topic: { type: "strin" } } });
      return { here, said: await say(here, "generate", "note"), gone: "more)" };
    },
  },
];
