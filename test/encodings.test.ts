import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { encode } from "../src/formats/encoding.js";
import { read, write } from "../src/formats/index.js";
import { shown } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

const RUSSIAN = "Мы ждали тебя весь вечер, а поезд так и не пришёл. Где ты был?";

const TEXTS: [string, string][] = [
  ["windows-1251", RUSSIAN],
  ["koi8-r", RUSSIAN],
  ["windows-1252", "Où étiez-vous ? Nous avons attendu le train toute la soirée, à côté de la fenêtre."],
  ["windows-1252", "Wir haben den ganzen Abend gewartet, und der Zug kam nicht. Könnten Sie später kommen?"],
  ["shift_jis", "きのうの夜、駅でずっと待っていましたが、電車は来ませんでした。"],
  ["gb18030", "昨天晚上我们一直在车站等你，可是火车没有来。你去哪里了？"],
  [
    "windows-1250",
    "Gdzie byłeś przez cały ten czas? Czekaliśmy na ciebie na dworcu, ale pociąg nie przyjechał.",
  ],
  ["windows-1256", "أين كنت طوال هذا الوقت؟ انتظرناك في المحطة لكن القطار لم يصل."],
  ["windows-1252", "“Where’s the café?” she asked."],
  ["big5", "昨天晚上我們一直在車站等你，可是火車沒有來。你去哪裡了？"],
  ["euc-kr", "어젯밤에 우리는 역에서 너를 계속 기다렸지만 기차는 오지 않았다."],
];

const film = (text: string, encoding: string) =>
  iconv.encode(
    srtOf(12, (line) => `${text} ${line}`),
    encoding,
  );

describe("an older encoding that nobody named", () => {
  test.each(TEXTS)("%s is detected, said, and written back: %s", (encoding, text) => {
    const bytes = film(text, encoding);
    const document = read("film.srt", bytes);
    expect(document.cues[0]!.text).toBe(`${text} 1`);
    expect(document.oddities[0]!.what).toMatch(/^detected [a-z0-9_-]+; `--encoding` names another encoding$/);
    expect(encode(write(document, []), document.encoding).bytes.equals(bytes)).toBe(true);
  });

  test.each([
    ["windows-1253", "Άκουσέ με. Πού ήσουν όλο αυτό τον καιρό; Σε περιμέναμε στον σταθμό."],
    ["iso-8859-7", "Άκουσέ με. Πού ήσουν όλο αυτό τον καιρό; Σ’ περιμέναμε στον σταθμό μ’ αγωνία."],
  ])("is told from its neighbour by the few letters in which they differ: %s", (encoding, text) => {
    expect(read("film.srt", film(text, encoding)).encoding.name).toBe(encoding);
  });

  test("is not a western one where words would be nothing but accents", () => {
    const hebrew = "Press the button (לחץ על הכפתור) and wait for the answer of the server, please.";
    expect(() => read("film.srt", film(hebrew, "windows-1255"))).toThrow("the bytes are not utf-8");
  });

  test("is found also where many words have accents in a row", () => {
    const czech = "Příští týden přijedou přátelé a šíří se, že půjdou na večeři. Kde jsi byl celou tu dobu?";
    expect(read("film.srt", film(czech, "windows-1250")).cues[0]!.text).toBe(`${czech} 1`);
  });

  test("is not looked for where one is named, or the file is UTF-8", () => {
    const bytes = film(RUSSIAN, "windows-1251");
    expect(read("film.srt", bytes, { encoding: "windows-1252" }).encoding.name).toBe("windows-1252");
    expect(read("film.srt", film(RUSSIAN, "utf-8")).oddities).toEqual([]);
  });

  test.each([
    ["random bytes", Buffer.from(Array.from({ length: 4000 }, (_, at) => 32 + ((at * 7919) % 223)))],
  ])("is refused where nothing is sure: %s", (_, bytes) => {
    expect(() => read("film.srt", bytes)).toThrow("the bytes are not utf-8");
  });

  test("stays with the project, whose export is in it", async () => {
    const here = world({ TRANSCRON_PROVIDER: "pseudo" });
    const file = here.file("film.srt", film(RUSSIAN, "windows-1251"));
    const { out, err } = await here.cli("add", file, "--to", "uk");
    expect(err).toContain("film.srt:1: detected windows-1251");
    const { segments } = await shown(here, out.split(" ")[1]!);
    expect(segments[0].text ?? segments[0].source).toContain("Мы ждали тебя");
  });
});
