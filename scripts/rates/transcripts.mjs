// Transcripts that are right, from the corpora beside a checkout: human subtitles, and what recognisers wrote. The
// numbers of the guards were looked at on those that are not held out, and are reported on those that are.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { read } from "../../dist/formats/index.js";

const folder = fileURLToPath(new URL("../../../shared/corpora", import.meta.url));
export const hasCorpora = existsSync(folder);

const SUBTITLES = {
  "elephants-dream": {
    languages: ["en", "ar", "de", "ja", "ru", "sv"],
    path: (l) => `films/elephants-dream/captions.${l}.vtt`,
  },
  wwa: { languages: ["en", "de", "es", "fr", "ja"], path: (l) => `films/wwa/captions.${l}.vtt` },
  sintel: { languages: ["en", "fr", "it"], path: (l) => `films/sintel/sintel.${l}.vtt` },
  apollo: { languages: ["en"], path: () => "large/apollo11-full.en.srt", lines: [0, 2000] },
  tor: {
    languages: ["en", "es", "fr", "de", "ja", "ar", "ru", "zh-CN", "he", "th", "ka", "pt-BR"],
    path: (l) => `films/tor-animation/tor.${l}.srt`,
    heldOut: true,
  },
  paulallen: { languages: ["en", "de"], path: (l) => `films/paulallen/captions.${l}.vtt`, heldOut: true },
  clip: { languages: ["de", "es"], path: (l) => `films/sintel/clip.${l}.vtt`, heldOut: true },
  talk: { languages: ["en"], path: () => "talks/cycle-collector-talk.en.vtt", heldOut: true },
  "apollo, later": {
    languages: ["en"],
    path: () => "large/apollo11-full.en.srt",
    lines: [2000, 9000],
    heldOut: true,
  },
};

/** Its times as segments; the derived Apollo file has a speaker before each text. */
function segmentsOf(path, [from, to] = [0]) {
  const { cues } = read(path, readFileSync(join(folder, path)));
  return cues
    .slice(from, to)
    .filter(({ start, end, text }) => start !== null && end !== null && text.trim() !== "")
    .map(({ start, end, text }) => {
      const [, speaker, said] = /^([A-Z]{2,5}): (.*)$/s.exec(text) ?? [];
      return { start, end, text: (said ?? text).replace(/<[^>]*>/g, ""), ...(speaker && { speaker }) };
    });
}

/** Subtitles have no sound to look at: the gaps between cues of more than half a second are taken for silences. */
function gapsBetween(segments, duration) {
  const sorted = [...segments].sort((a, b) => a.start - b.start);
  const gaps = [];
  let until = 0;
  for (const { start, end } of [...sorted, { start: duration, end: duration }]) {
    if (start - until > 500) gaps.push({ start: until, end: start });
    until = Math.max(until, end);
  }
  return gaps;
}

export function* subtitles() {
  for (const [name, { languages, path, lines, heldOut = false }] of Object.entries(SUBTITLES)) {
    for (const language of languages) {
      const segments = segmentsOf(path(language), lines);
      const duration = Math.max(...segments.map(({ end }) => end)) + 2000;
      const silences = gapsBetween(segments, duration);
      yield { set: "subtitles", name, language, heldOut, segments, duration, silences };
    }
  }
}

/** Recordings that are there, with what recognisers wrote of them; silences by ffmpeg, none where it is missing. */
export function* recordings() {
  const given = (segments) => ({ set: "recordings", heldOut: true, segments });
  for (const language of ["es", "fr"]) {
    const { words } = JSON.parse(readFileSync(join(folder, `audio/leopard-${language}.words.json`)));
    const [first, last] = [words[0], words.at(-1)];
    const text = words.map(({ word }) => word).join(" ");
    const segments = [{ start: first.start_sec * 1000, end: last.end_sec * 1000, text }];
    yield {
      ...given(segments),
      name: `leopard-${language}`,
      language,
      ...soundOf(`leopard-${language}.wav`),
    };
  }
  const jfk = segmentsOf("transcripts/openai-whisper-jfk.json");
  yield { ...given(jfk), name: "jfk", language: "en", ...soundOf("jfk.wav") };
}

function soundOf(name) {
  const path = join(folder, "audio", name);
  const { length } = readFileSync(path);
  const duration = ((length - 44) / 32_000) * 1000; // 16 kHz, mono, 16 bit
  const filter = "silencedetect=noise=-30dB:d=0.2";
  const { stderr } = spawnSync("ffmpeg", ["-hide_banner", "-i", path, "-af", filter, "-f", "null", "-"]);
  const times = (what) => [...String(stderr).matchAll(what)].map(([, seconds]) => seconds * 1000);
  const ends = times(/silence_end: ([\d.]+)/g);
  const silences = times(/silence_start: ([\d.]+)/g).map((start, at) => ({
    start,
    end: ends[at] ?? duration,
  }));
  return { duration, silences };
}

/** Transcripts of recognisers without their sound. */
const WRITTEN = [
  ["ldc--azure.json", 3500],
  ["ldc--google_cloud_v1.json", 3500],
  ["ldc--ibm_watson.json", 3500],
  ["ldc--rev.json", 4000],
  ["ldc--whisper.json", 5000],
  ["ldc--whisper_cpp.json", 3500],
  ["openai-api-verbose_json.diarized.json", 27_400],
  ["openai-api-verbose_json.segments.json", 8470],
  ["openai-api-verbose_json.words.json", 8470],
  ["openfacefx--gentle.json", 1500],
  ["openfacefx--whisper_verbose.json", 1600],
  ["openfacefx--whisperx.json", 1400],
];

export function* written() {
  for (const [name, duration] of WRITTEN) {
    const segments = segmentsOf(`transcripts/${name}`);
    yield { set: "recognisers", name, language: "en", heldOut: true, segments, duration, silences: [] };
  }
}

/** What Whisper wrote of an 11-second recording: its last segment ends after 36.6 seconds. */
export const overrunning = () => ({
  ...soundOf("jfk.wav"),
  language: "en",
  segments: segmentsOf("transcripts/whisper-jfk-2seg.json"),
});
