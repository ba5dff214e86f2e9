import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ColumnNeeded } from "../src/errors.js";
import { encode } from "../src/formats/encoding.js";
import { read, refuseLongSegments, write } from "../src/formats/index.js";

const readText = (text: string, column: string | undefined = "text", name = "items.csv") =>
  read(name, Buffer.from(text), column === undefined ? {} : { column });
const textsOf = (text: string, column = "text") => readText(text, column).cues.map((cue) => cue.text);

/** A table with its own texts as translations, as bytes. */
function same(text: string, column = "text") {
  const { encoding, ...document } = readText(text, column);
  const texts = document.cues.map((cue) => cue.text);
  return encode(write(document, texts), encoding).bytes.toString();
}

const ITEMS = 'id,text,note\n1,Hello,a\n2,"Good evening, all",b\n3,"He said ""hi""",c\n';

describe("a column is read, and the same table is written back", () => {
  test.each([
    ["plain and quoted cells", ITEMS, ["Hello", "Good evening, all", 'He said "hi"']],
    ["semicolons", "id;text\n1;a, b\n2;c", ["a, b", "c"]],
    ["tabs", "id\ttext\n1\ta, b; c\n", ["a, b; c"]],
    ["the header counts, not the texts", "id;text\n1;a, b, c, d\n", ["a, b, c, d"]],
    ["a separator in a quoted header", '"id, or key, or number";text\n1;a\n', ["a"]],
    ["a separator that is declared", "sep=|\r\nid|text\r\n1|a, b\r\n", ["a, b"]],
    ["CRLF", "id,text\r\n1,a\r\n2,b", ["a", "b"]],
    ["bare CR", "id,text\r1,a\r2,b\r", ["a", "b"]],
    ["a BOM", "\uFEFFtext,id\na,1\n", ["a"]],
    ["a line break in a cell", 'id,text\n1,"a\r\nb"\n2,"c\n\nd"\n', ["a\nb", "c\n\nd"]],
    ["a line break in another cell", 'note,text\n"x\n,y",a\n', ["a"]],
    ["a quote inside a cell that is not quoted", 'id,text\n1,5" pipe\n', ['5" pipe']],
    ["spaces behind a closing quote", 'text,id\n"a" ,1\n', ["a"]],
    ["blank lines", "\n\nid,text\n\n1,a\n \n2,b\n\n", ["a", "b"]],
    ["empty cells, which are no segments", 'id,text\n1,\n2," "\n3,""\n4,a\n', ["a"]],
    ["empty cells at the end", "id,text,,\n1,a,,\n2,b,,,,\n3,c\n", ["a", "b", "c"]],
    ["a single column, whose commas are text", "text\nHello, world\n", ["Hello, world"]],
    ["a header that is quoted and has spaces", '"id", text \n1,a\n', ["a"]],
  ])("%s", (_, text, texts) => {
    expect(textsOf(text)).toEqual(texts);
    expect(same(text)).toBe(text);
  });

  test("UTF-16 is written back as it was", () => {
    const bytes = Buffer.from(`\uFEFF${ITEMS}`, "utf16le");
    const document = read("items.csv", bytes, { column: "text" });
    expect(encode(write(document, []), document.encoding).bytes.equals(bytes)).toBe(true);
  });

  test("the first row is the header, also where the column is a number", () => {
    expect(textsOf("Hello,a\nBye,b\n", "1")).toEqual(["Bye"]);
  });
});

describe("a translation changes its cell, and nothing else", () => {
  test.each([
    ["a cell stays without quotes", "id,text\r\n1,a\r\n", "Bonjour", "id,text\r\n1,Bonjour\r\n"],
    ["a cell stays in quotes", 'id,text\n"1","a"\n', "Bonjour", 'id,text\n"1","Bonjour"\n'],
    ["a separator needs quotes", "id,text\n1,a\n", "b, c", 'id,text\n1,"b, c"\n'],
    ["the separator of another table does not", "id;text\n1;a\n", "b, c", "id;text\n1;b, c\n"],
    ["a quote is doubled", "id,text\n1,a\n", 'b "c"', 'id,text\n1,"b ""c"""\n'],
    ["a line break needs quotes", "id,text\r\n1,a\r\n", "b\nc", 'id,text\r\n1,"b\r\nc"\r\n'],
    ["a line break is the cell's own", 'id,text\r\n1,"a\nb"\r\n', "c\nd", 'id,text\r\n1,"c\nd"\r\n'],
    ["spaces around quotes stay", 'text,id\n"a" ,1\n', "b", 'text,id\n"b" ,1\n'],
    ["commas in a single column", "text\na\n", "b, c", 'text\n"b, c"\n'],
  ])("%s", (_, source, translation, written) => {
    expect(write(readText(source), [translation])).toBe(written);
    expect(textsOf(written)).toEqual([translation]);
  });

  test("cells of other columns and rows keep their style", () => {
    const source = '\uFEFF"a";text;"c"\r\n"1";x;z"z\r\n2;"y";""\r\n\r\n3;"w ""w""";\r\n';
    expect(write(readText(source), [undefined, "Y", undefined])).toBe(source.slice(1).replace('"y"', '"Y"'));
  });

  test("whatever a table holds, its cells come back, and other columns are the same", () => {
    const text = fc
      .array(fc.constantFrom("a", "é", '"', ",", ";", "\t", "\n", " ", "'", "日"))
      .map((all) => `x${all.join("")}`);
    const cell = fc
      .tuple(text, fc.boolean())
      .map(([one, quoted]) => (quoted || /[",\n]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one));
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, fc.array(text, { minLength: 8, maxLength: 8 }), (rows, translations) => {
        const source = ["text,other", ...rows.map((row) => row.join(","))].join("\n");
        const document = readText(source);
        expect(document.cues).toHaveLength(rows.length);
        expect(
          write(
            document,
            document.cues.map((cue) => cue.text),
          ),
        ).toBe(source);
        const changed = translations.slice(0, rows.length);
        const written = write(document, changed);
        expect(textsOf(written)).toEqual(changed);
        expect(textsOf(written, "other")).toEqual(textsOf(source, "other"));
      }),
      { numRuns: 500 },
    );
  });
});

describe("which column", () => {
  const naming = (header: string, column: string) => readText(`${header}\n${header}\n`, column).format;

  test.each([
    ["id,text", "text", "csv:text"],
    ["id,text", "2", "csv:text"],
    ["id, Text in English ", "Text in English", "csv:Text in English"],
    ["id,a:b", "a:b", "csv:a:b"],
    ["2,text", "2", "csv:2"],
    ["text,text", "2", "csv:2"],
    ["id,", "2", "csv:2"],
  ])("of %j, %j is %s, and that is read again as the same", (header, column, format) => {
    expect(naming(header, column)).toBe(format);
    const [first, again] = [{ column }, { format }].map((options) =>
      read("items.csv", Buffer.from(`${header}\na,b\n`), options),
    );
    expect(again!.cues).toEqual(first!.cues);
  });

  test("one that is not named is asked for, with those there are", () => {
    const asking = () => read("items.csv", Buffer.from(ITEMS));
    expect(asking).toThrow(ColumnNeeded);
    expect(asking).toThrow("the file has the columns id, text, note");
    expect(asking).toThrow(expect.objectContaining({ hint: "say which to translate: `--column text`" }));
  });

  test.each([
    ["id,text", "txt", 'there is no column "txt": the file has the columns id, text', "text"],
    ["id,text", "3", 'there is no column "3": the file has the columns id, text', "text"],
    ["id,text", "0", 'there is no column "0"', "text"],
    ["id,text", "", 'there is no column ""', "text"],
    ["ID,words", "id", 'there is no column "id"', "ID"],
    ["a,the text", "b", "the columns a, the text", "'the text'"],
    ["text,a,text", "text", '2 columns are named "text": the file has the columns 1, a, 3', "1"],
    [`"a\n${"x".repeat(99)}",b`, "c", "the file has the columns 1, b", "1"],
    [Array(30).fill("x").join(","), "y", "19, 20, …", "1"],
  ])("of %j, %j is refused", (header, column, message, hinted) => {
    const asking = () => naming(header, column);
    expect(asking).toThrow(message);
    expect(asking).toThrow(
      expect.objectContaining({ hint: `say which to translate: \`--column ${hinted}\`` }),
    );
  });

  test("of a file that is no table none can be named", () => {
    expect(() => readText("1\n00:00:01,000 --> 00:00:02,000\na\n", "text", "a.srt")).toThrow(
      "it is read as srt, which has no columns",
    );
    expect(() => read("a.srt", Buffer.from("x"), { format: "srt:text" })).toThrow(
      'unknown format "srt:text"',
    );
  });
});

describe("what is odd in a table", () => {
  test("rows that do not fit the header stay as they are, and are told with their line", () => {
    const source = 'id,text,note\n1,"a\nb",c\n2,d\n3\n4,e,f,g\n5,h,i,\n';
    const { cues, oddities } = readText(source);
    expect(cues.map((cue) => cue.text)).toEqual(["a\nb", "h"]);
    expect(oddities).toEqual([
      { line: 4, what: "a row of 2 columns, and the header has 3; left as it is" },
      { line: 5, what: "a row of 1 column, and the header has 3; left as it is" },
      { line: 6, what: "a row of 4 columns, and the header has 3; left as it is" },
    ]);
    expect(same(source)).toBe(source);
  });

  test("text behind a closing quote belongs to the cell, as readers take it", () => {
    const { cues, oddities, ...document } = readText('id,text\n1,"Hello," he said\n');
    expect([cues[0]!.text, oddities]).toEqual([
      "Hello, he said",
      [{ line: 2, what: "text behind a closing quote" }],
    ]);
    expect(write({ ...document, cues, oddities }, ["x"])).toBe('id,text\n1,"x"\n');
  });

  test("a quote that is never closed is refused with the line that opens it", () => {
    expect(() => textsOf('id,text\n1,"a\nb"\n2,"c\nd,e\n')).toThrow(
      "line 4: a quote opens a cell and is never closed",
    );
  });

  test("a table without a header is refused, and one of a header alone has nothing in it", () => {
    expect(() => textsOf("\n \n")).toThrow("there is no header");
    expect(textsOf("id,text\n")).toEqual([]);
  });
});

describe("a table of any content is read and written in time that is in proportion to its size", () => {
  const SIZE = 400_000;
  const full = (piece: string) => piece.repeat(Math.ceil(SIZE / piece.length));

  test.each(["\n", "\r", '""', " ", "x\n", "123,\n", '"a"b,\n', '"a" \n', "1,2,3,4\n"])(
    "of many %j",
    (piece) => {
      const source = `text,id\n${full(piece)}`;
      expect(same(source)).toBe(source);
    },
  );

  test.each(['"', "x;\t", '""x'])("of many %j in a line", (piece) => {
    const source = `text,id\n${full(piece)}`;
    expect(same(source)).toBe(source);
    expect(() => textsOf(`text,id\n${full(piece)},"x`)).toThrow("line 2: a quote opens a cell");
  });

  test.each(['"a",', "x,", ","])("of more columns than are taken, which is refused: %j", (piece) => {
    for (const start of ["", "text,id\n"])
      expect(() => textsOf(start + full(piece))).toThrow("a row has more than 16384 columns");
  });

  test("with cells of a megabyte, of which the translated one is too long to be sent", () => {
    const long = full("a, ").repeat(3);
    const source = `id,text,note\n1,a,"${long}"\n`;
    expect(write(readText(source), ["b"])).toBe(source.replace(",a,", ",b,"));
    expect(() => refuseLongSegments(readText(source, "note"))).toThrow("line 2: a segment of");
    expect(write(readText(source, "note"), [full('"\n')])).toHaveLength(20 + SIZE * 1.5);
  });
});
