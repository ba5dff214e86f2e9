import { expect, test } from "vitest";
import { type CheckOptions, checkReply } from "../src/core/checks.js";

const SOURCES = ["I saw Marlene again.", "Where is Marlene now?", "Ask Marlene about it.", "We go home."];
const KEPT = ["J'ai revu Marlene.", "Où est Marlene ?", "Demande à Marlene.", "On rentre."];

/** The numbers of the lines that lost a name. */
function lost(replies: readonly string[], options: Partial<CheckOptions> = {}, sources = SOURCES) {
  const lines = replies.map((reply, at) => ({ source: sources[at]!, reply, intact: true, duration: null }));
  return checkReply(lines, { from: "en", to: "fr", ...options }).flatMap((marks, at) =>
    marks.includes("name") ? [at + 1] : [],
  );
}
const withLine = (at: number, reply: string) => KEPT.with(at - 1, reply);

test("a line that replaces or lacks a name that the others keep is marked", () => {
  expect(lost(KEPT)).toEqual([]);
  expect(lost(withLine(2, "Où est Robert ?"))).toEqual([2]);
  expect(lost(withLine(3, "Demande-lui donc."))).toEqual([3]);
});

test("a name is known again by its beginning, since its end may change", () => {
  expect(lost(withLine(2, "Hol is Marlenas nun?"), { to: "sv" })).toEqual([]);
});

test("a name that two lines do not keep is not kept in this language", () => {
  expect(lost(["J'ai revu Magali.", "Où est Magali ?", ...KEPT.slice(2)])).toEqual([]);
});

test("two lines that keep a name are needed, and saved lines around the reply count", () => {
  const [first, ...others] = [SOURCES, KEPT].map((list) => list.slice(1)) as [string[], string[]];
  const replies = others[0]!.with(0, "Où est-elle ?");
  expect(lost(replies, {}, first)).toEqual([]);
  const around = [{ source: SOURCES[0]!, translation: KEPT[0]! }];
  expect(lost(replies, { around }, first)).toEqual([1]);
});

test("a word that is also written small, or only begins sentences, is no name", () => {
  const sources = ["We met at Home.", "Take me Home.", "Is it Home?", "We go home."];
  expect(lost(["Vu à Home.", "Va à Home.", "Est-ce là ?", "On rentre."], {}, sources)).toEqual([]);
  const first = ["Again it rains.", "Again he left.", "Again we wait."];
  expect(lost(["Again il pleut.", "Again il part.", "On attend."], {}, first)).toEqual([]);
});

test("names are compared only where both languages are written in Latin letters", () => {
  const russian = ["Я видел Marlene.", "Где Marlene?", "Спроси её.", "Мы идём домой."];
  expect(lost(russian, { to: "ru" })).toEqual([]);
  expect(lost(withLine(2, "Où est Robert ?"), { from: null })).toEqual([]);
});
