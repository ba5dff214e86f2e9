import { join } from "node:path";
import { expect, test } from "vitest";
import { UserError } from "../../src/errors.js";
import Database from "../../src/store/sqlite/driver.js";
import { openDatabase } from "../../src/store/sqlite/open.js";
import { buildRelease010 } from "./fixture-0.1.0.js";
import { scratch } from "./support.js";

test("an operator's broken view that stands in the way of an upgrade is named, and nothing is changed", () => {
  const file = join(scratch(), "transcron.db");
  buildRelease010(file);
  const shell = new Database(file);
  shell.exec("create table mine (a); create view odd as select a from mine; drop table mine;");
  expect(() => openDatabase(file)).toThrow(UserError);
  expect(() => openDatabase(file)).toThrow(/can't be upgraded .*odd/);
  expect(shell.pragma("user_version", { simple: true })).toBe(2);
  shell.exec("drop view odd");
  openDatabase(file).close();
  shell.close();
});
