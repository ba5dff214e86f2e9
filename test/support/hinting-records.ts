import { join } from "node:path";
import { onTestFinished } from "vitest";
import Database from "../../src/store/sqlite/driver.js";
import type { Case } from "./hinting-states.js";
import { hear, JEAN } from "./records.js";
import { say } from "./ways-out.js";
import { world } from "./world.js";

async function withRecord() {
  const here = world();
  await hear(here, "dupont", JEAN);
  return here;
}

export const RECORD_CASES: Case[] = [
  {
    way: "commands/record.ts: transcron record list",
    when: "it is not said which record",
    state: async () => {
      const here = await withRecord();
      return { here, said: await say(here, "record", "show") };
    },
  },
  {
    way: "verbs/record/find.ts: transcron record list",
    when: "there is no such record",
    state: async () => {
      const here = await withRecord();
      return { here, said: await say(here, "record", "show", "durand") };
    },
  },
  {
    way: "verbs/record/undo.ts: transcron record history …",
    when: "the history does not have a change",
    state: async () => {
      const here = await withRecord();
      return { here, said: await say(here, "record", "undo", "dupont", "--change", "99") };
    },
  },
  {
    way: "verbs/record/forget.ts: transcron sql vacuum --write",
    when: "another process reads the database while a record is forgotten",
    state: async () => {
      const here = await withRecord();
      const reader = new Database(join(here.home, "transcron.db"));
      onTestFinished(() => void reader.close());
      reader.exec("begin");
      reader.prepare("select count(*) from records").get();
      const said = await say(here, "record", "forget", "dupont");
      reader.exec("commit");
      return { here, said };
    },
  },
];
