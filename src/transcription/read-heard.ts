import type { Heard, HeardSegment } from "../core/heard.js";
import { withoutConstants } from "../core/speech/certainty.js";
import { spokenLanguage } from "../core/spoken-language.js";
import { NeverAgain, RetryLater, UserError } from "../errors.js";
import { decode } from "../formats/encoding.js";
import { formatNamed, read } from "../formats/index.js";
import { pocketsphinx, printedByWhisper } from "./line-transcripts.js";
import { utterancesOf } from "./spoken-words.js";
import { detailsOf, type Told, toldIn } from "./whisper-json.js";

interface Reply {
  bytes: Uint8Array;
  /** A file name whose ending tells its format, or null: told by content. */
  name: string | null;
}

interface Wanted {
  /** Whether every segment needs a time. */
  timed: boolean;
  /** Milliseconds of the recording that was sent; null where it is not known. */
  duration: number | null;
}

/** A segment as far as its reply tells it. */
type Found = Omit<HeardSegment, "start" | "end"> & { start: number | null; end: number | null };

/**
 * What a recogniser heard, read from its reply in whichever transcript format it is. An empty reply means that nothing
 * was heard. Where no times are wanted, a text without any becomes one segment as long as the recording (0 where that
 * is not known). Throws RetryLater (bad_reply) for what is no transcript, and NeverAgain (no_times) where times are
 * wanted and there are none.
 */
export function readHeard(reply: Reply, wanted: Wanted): Heard {
  try {
    return heardIn(reply, wanted);
  } catch (error) {
    if (error instanceof UserError) throw unreadable(error.message);
    throw error;
  }
}

const unreadable = (why: string) => new RetryLater("bad_reply", `the transcript can't be read: ${why}`);

function heardIn({ bytes, name }: Reply, wanted: Wanted): Heard {
  if (bytes.length === 0) return { segments: [] };
  if (bytes.includes(0) && !startsWithMark(bytes)) throw unreadable("it is not text");
  const text = decode(bytes).text.trim();
  if (text === "") return { segments: [] };
  if (/^<(!doctype|html|\?xml)\b/i.test(text)) throw unreadable("it is a web page");
  const lines = text.split(/\r?\n/);
  const printed = pocketsphinx(lines) ?? printedByWhisper(lines);
  if (printed) return { segments: printed };
  if (BEGINS_JSON.test(text) || (text.startsWith("[") && (name?.endsWith(".json") || isJson(text))))
    return inJson(text, bytes, wanted);
  if (text.includes("-->") || text.startsWith("WEBVTT"))
    return { segments: placed(segmentsOf("reply.srt", bytes), wanted) };
  return { segments: placed([{ text, start: null, end: null }], wanted) };
}

/** A text may begin with a bracket, too: `[Music]`. */
const BEGINS_JSON = /^(?:\{|\[\s*[[{"])/;

/** UTF-16 has zeros in it, and begins with a mark. */
const startsWithMark = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function inJson(text: string, bytes: Uint8Array, wanted: Wanted): Heard {
  if (!isJson(text)) throw unreadable("it is JSON that broke off, or no JSON at all");
  const told = toldIn(JSON.parse(text));
  if (told.error !== undefined && !told.segments.length)
    throw unreadable(`the server answered with an error: ${told.error}`);
  if (!told.transcript) throw unreadable("this JSON holds no transcript");
  const language = spokenLanguage(told.language);
  return withoutConstants({ segments: segmentsIn(told, bytes, wanted), ...(language ? { language } : {}) });
}

function segmentsIn(told: Told, bytes: Uint8Array, wanted: Wanted): HeardSegment[] {
  if (told.words.length) return utterancesOf(told.words);
  const found = segmentsOf("reply.json", bytes);
  // The reader leaves out segments without a text, so that the others are found by theirs, in order.
  const texts = told.segments.map(textOf);
  let next = 0;
  const detailed = found.map((segment): Found => {
    const at = texts.indexOf(segment.text, next);
    if (at < 0) return segment;
    next = at + 1;
    return { ...segment, ...detailsOf(told.segments[at]!) };
  });
  return placed(detailed, wanted);
}

const textOf = ({ text }: Record<string, unknown>) =>
  typeof text === "string" ? onOneLine(text) : undefined;

/** The cues of a reply as `formats` reads them, those without a text left out. */
function segmentsOf(name: string, bytes: Uint8Array): Found[] {
  const document = read(name, bytes);
  const { toPlain } = formatNamed(document.format);
  return document.cues.flatMap(({ start, end, text }) => {
    const speaker = SPEAKER.exec(text);
    const said = onOneLine(toPlain(speaker ? text.slice(speaker[0].length) : text));
    const label = speaker?.slice(1).find((one) => one !== undefined);
    return said ? [{ start, end, text: said, ...(label === undefined ? {} : { speaker: label }) }] : [];
  });
}

/** Who speaks, as WebVTT has it (`<v Ann>`) and as WhisperX writes it in SRT (`[SPEAKER_00]: `). */
const SPEAKER = /^<v(?:\.[^\s<>]*)? ([^<>]{1,100})>|^\[?(SPEAKER_\d{1,4})\]?: ?/;

const onOneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** Each segment with times. One that has none stands between its neighbours; without any at all there must be no need. */
function placed(found: readonly Found[], { timed, duration }: Wanted): HeardSegment[] {
  const known = found.map((one) => ({ ...one, start: timeOf(one.start), end: timeOf(one.end) }));
  if (!known.some(({ start }) => start !== null)) {
    if (timed && known.length) throw withoutTimes();
    const text = known.map((one) => one.text).join(" ");
    return text ? [{ start: 0, end: duration ?? 0, text }] : [];
  }
  const nextStarts = startsAfter(known, duration);
  let before = 0;
  return known.map(({ start, end, ...rest }, index) => {
    const from = start ?? before;
    const to = end ?? Math.max(from, nextStarts[index] ?? from);
    before = to;
    return { ...rest, start: from, end: to };
  });
}

/** For each segment the next start that is known; the end of the recording behind the last. */
function startsAfter(found: readonly { start: number | null }[], duration: number | null) {
  let next = duration;
  const backward = [...found].reverse().map(({ start }) => {
    const after = next;
    next = start ?? next;
    return after;
  });
  return backward.reverse();
}

const timeOf = (time: number | null) => (time !== null && Number.isFinite(time) ? Math.max(0, time) : null);

const withoutTimes = () =>
  new NeverAgain(
    "no_times",
    "the transcript has no times, and subtitles need them: choose another TRANSCRON_TRANSCRIBE_MODEL or command, or ask for plain text",
  );
