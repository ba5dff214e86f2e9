import { join } from "node:path";
import { expect, test } from "vitest";
import Database from "../src/store/sqlite/driver.js";
import { documentServer } from "./support/document-server.js";
import { world } from "./support/world.js";

const TRANSCRIPT = "Hello, my name is Jean Dupont and I live in Paris.";
const FOUND = JSON.stringify({
  fields: [
    { name: "name", value: "Jean Dupont", quote: "my name is Jean Dupont", confidence: 0.9 },
    { name: "city", value: "Rome", quote: "he moved to Rome", confidence: 0.4 },
  ],
  retracted: [],
});

test("a job that was killed between its merge and its end makes no second record, and pays nothing again", async () => {
  const server = await documentServer(() => FOUND);
  const here = world(server.env);
  await here.cli("generate", "client", "--set", `transcript=${TRANSCRIPT}`);
  await here.cli("tick");
  const db = new Database(join(here.home, "transcron.db"));
  const [before] = db.prepare<[], { result: string; marks: string }>("select result, marks from jobs").all();
  // As the kill leaves it: the reply is stored, the record merged, the document is not there.
  db.prepare(
    "update jobs set status = 'pending', result = null, completed_at = null, units_done = 0, marks = '[]', reply = ?",
  ).run(FOUND);
  await here.cli("tick");
  expect(db.prepare<[], { result: string }>("select result, marks from jobs").all()).toEqual([before]);
  expect(db.prepare("select what from record_changes order by id").all()).toEqual([
    { what: "said" },
    { what: "dropped" },
  ]);
  expect(db.prepare("select count(*) as records from records").all()).toEqual([{ records: 1 }]);
  expect(server.requests).toHaveLength(1);
  db.close();
});
