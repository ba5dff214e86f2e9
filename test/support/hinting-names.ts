import { addRecording } from "../store/pieces-support.js";
import type { Case } from "./hinting-states.js";
import { addTo } from "./projects.js";
import { say } from "./ways-out.js";
import { world } from "./world.js";

/** A file that is translated into two languages. */
async function twoLanguages() {
  const here = world();
  await addTo(here, "a.srt", 1);
  await here.cli(
    "add",
    here.file("a.srt", "1\n00:00:00,000 --> 00:00:02,000\nGood evening.\n"),
    "--to",
    "es,fr",
  );
  return here;
}

async function oneRecording() {
  const here = world();
  await addTo(here, "a.srt", 1);
  await addRecording(await here.context().store());
  return here;
}

/** The ways out of what is said of names that do not name one project. */
export const NAME_CASES: Case[] = [
  {
    way: "verbs/find.ts: --to …",
    when: "a name means several languages",
    state: async () => {
      const here = await twoLanguages();
      return { here, said: await say(here, "show", "a.srt") };
    },
  },
  {
    way: "verbs/find.ts: --to …",
    when: "a name has no translation into that language",
    state: async () => {
      const here = await twoLanguages();
      return { here, said: await say(here, "show", "a.srt", "--to", "it") };
    },
  },
  {
    way: "generation/template-folder.ts: transcron template list",
    when: "a template is not there",
    state: async () => {
      const here = world();
      return { here, said: await say(here, "template", "check", "crotchet") };
    },
  },
  {
    way: "commands/template.ts: transcron template check …",
    when: "a template was copied",
    state: async () => {
      const here = world();
      return { here, said: await say(here, "template", "new", "scarf") };
    },
  },
  {
    way: "verbs/find.ts: transcron show …",
    when: "a command for translations is given a recording",
    state: async () => {
      const here = await oneRecording();
      return { here, said: await say(here, "versions", "audio-1") };
    },
  },
  {
    way: "verbs/find-work.ts: transcron list",
    when: "there is no such recording",
    state: async () => {
      const here = await oneRecording();
      return { here, said: await say(here, "cancel", "audio-7") };
    },
  },
  {
    way: "verbs/other-kinds.ts: transcron retry-failed …",
    when: "a recording that has failed is to be worked on",
    state: async () => {
      const here = await oneRecording();
      await here.cli("sql", "update audio_records set status = 'failed'", "--write");
      return { here, said: await say(here, "batch", "audio-1") };
    },
  },
  {
    way: "verbs/work-on-pieces.ts: transcron resume",
    when: "a recording is to be worked on while work is paused",
    state: async () => {
      const here = await oneRecording();
      await here.cli("pause");
      return { here, said: await say(here, "batch", "audio-1") };
    },
  },
];
