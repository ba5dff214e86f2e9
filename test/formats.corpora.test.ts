import { expect, test } from "vitest";
import { UserError } from "../src/errors.js";
import { encode } from "../src/formats/encoding.js";
import { read, write } from "../src/formats/index.js";
import { parseWebVtt, type WebVttCue } from "../src/formats/webvtt.js";
import { corpusFiles, hasCorpora, readCorpus } from "./support/corpora.js";

const ENDINGS = [".srt", ".vtt", ".txt"];
const real = ["films", "talks", "large", "text"].flatMap((folder) => corpusFiles(folder, ...ENDINGS));
const transcripts = corpusFiles("transcripts", ".json");
const torture = corpusFiles("torture", ".srt", ".vtt", ".txt", ".json");

test.runIf(hasCorpora)("every real file is found", () => {
  expect(real.length).toBeGreaterThan(50);
  expect(transcripts).toHaveLength(15);
  expect(torture.length).toBeGreaterThan(50);
});

test.each([...real, ...transcripts])("%s translated into itself is the same file", (name) => {
  const bytes = readCorpus(name);
  const { encoding, ...document } = read(name, bytes);
  expect(document.cues.length).toBeGreaterThan(0);
  const text = write(
    document,
    document.cues.map((cue) => cue.text),
  );
  expect(encode(text, encoding).bytes.equals(bytes)).toBe(true);
});

test.each([...real, ...transcripts])(
  "%s with every line changed is read back with just those lines",
  (name) => {
    const { encoding: _, ...document } = read(name, readCorpus(name));
    const changed = document.cues.map((cue) => (cue.text.trim() ? `${cue.text}!` : cue.text));
    const again = read(name, Buffer.from(write(document, changed)));
    expect(again.cues.map((cue) => cue.text)).toEqual(changed);
    expect(again.cues.map(({ start, end }) => [start, end])).toEqual(
      document.cues.map(({ start, end }) => [start, end]),
    );
  },
);

test.runIf(hasCorpora).each([
  ["films/elephants-dream/captions.de.vtt", "srt", 77],
  ["films/elephants-dream/captions.en.vtt", "vtt", 78],
  ["films/tor-animation/tor.fa.srt", "srt", 35],
  ["large/apollo11-full.en.srt", "srt", 8482],
  ["talks/cycle-collector-talk.en.vtt", "vtt", 15],
])("%s is %s with %i cues", (name, format, count) => {
  const document = read(name, readCorpus(name));
  expect([document.format, document.cues.length]).toEqual([format, count]);
});

test.runIf(hasCorpora).each([
  ["torture/encodings/tor.ru.windows-1251.srt", "windows-1251"],
  ["torture/encodings/tor.ar.windows-1256.srt", "windows-1256"],
  ["torture/encodings/tor.ja.shift_jis.srt", "shift_jis"],
  ["torture/encodings/tor.fr.windows-1252.crlf.srt", "windows-1252"],
  ["torture/encodings/tor.de.utf16le-bom.srt", undefined],
  ["torture/encodings/tor.es.cr-only.srt", undefined],
  ["torture/srt/cdown--gb2312.srt", "gb2312"],
])("%s is read and written in its own encoding (%s)", (name, encoding) => {
  const bytes = readCorpus(name);
  const document = read(name, bytes, { encoding });
  expect(document.cues.length).toBeGreaterThan(2);
  expect(encode(write(document, []), document.encoding).bytes.equals(bytes)).toBe(true);
});

test.each(torture)("%s is read, or refused with a reason", (name) => {
  try {
    const { encoding, ...document } = read(name, readCorpus(name));
    const again = encode(
      write(
        document,
        document.cues.map(({ text }) => text),
      ),
      encoding,
    ).bytes;
    if (!again.includes(0)) expect(again.equals(readCorpus(name))).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
  }
});

interface Expected {
  assertions: [string | boolean, unknown][];
  source_asserts_not_tabulated?: string;
}

test.runIf(hasCorpora)("WebVTT conformance: the web platform's file-parsing tests", () => {
  const expected: Record<string, Expected> = JSON.parse(
    String(readCorpus("torture/wpt-file-parsing/expected.json")),
  );
  const wrong: string[] = [];
  for (const [name, { assertions, source_asserts_not_tabulated }] of Object.entries(expected)) {
    try {
      const { cues } = parseWebVtt(
        String(readCorpus(`torture/wpt-file-parsing/${name}`)).replace(/^\uFEFF/, ""),
      );
      checkCues(cues.map(seenByTheTest), assertions, source_asserts_not_tabulated);
    } catch (error) {
      wrong.push(`${name}: ${(error as Error).message.split("\n")[0]}`);
    }
  }
  const score = Object.keys(expected).length - wrong.length;
  console.info(`WebVTT conformance: ${score} of ${Object.keys(expected).length}`);
  expect(wrong).toEqual([]);
});

const seenByTheTest = ({ start, end, text, id, settings }: WebVttCue) => ({
  startTime: start! / 1000,
  endTime: end! / 1000,
  text,
  id,
  ...settings,
});

/** Runs the tabulated assertions, and for those written as loops the loop itself. */
function checkCues(
  cues: ReturnType<typeof seenByTheTest>[],
  assertions: Expected["assertions"],
  loop?: string,
) {
  const valueAt = (path: string) =>
    path
      .replace(/\[(\d+)\]/g, ".$1")
      .split(".")
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], { cues });
  for (const [path, value] of assertions) {
    if (typeof path !== "string") continue;
    const seen = valueAt(path);
    if (typeof value === "string" && value.startsWith("cues[")) expect(seen, path).toBe(valueAt(value));
    else if (value && typeof value === "object" && "not" in value)
      expect(seen).not.toBe(valueAt(String(value.not)));
    else expect(seen, path).toEqual(value);
  }
  if (loop) {
    const assertEquals = (seen: unknown, value: unknown, what?: string) => expect(seen, what).toBe(value);
    new Function("cues", "assert_equals", loop)(cues, assertEquals);
  }
}
