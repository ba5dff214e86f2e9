// False alarms and catches of the guards over transcripts (core/speech): npm run rates -- speech.

import { coverage } from "../../dist/core/speech/coverage.js";
import { GUARDS } from "../../dist/core/speech/guards.js";
import { judgeHeard } from "../../dist/core/speech/judge.js";
import { loadIdentifier } from "../../dist/identifier.js";
import { randomOf } from "../faults/random.mjs";
import { SPEECH_FAULTS } from "./speech-faults.mjs";
import { overrunning, recordings, subtitles, written } from "./transcripts.mjs";

/** What an identifier must be sure of. */
const SURE = 0.7;

async function judging() {
  const identify = await loadIdentifier();
  const tagOf = (text) => {
    const { language, probability } = identify(text);
    return probability >= SURE ? language : undefined;
  };
  return ({ segments, duration, silences, language }) =>
    judgeHeard({
      heard: { segments },
      duration,
      silences,
      expectedLanguage: language,
      identify: tagOf,
    }).marks;
}

/** Right transcripts, what is held against them by code, and the share of their sound that has text. */
export async function speechAlarms() {
  const judge = await judging();
  return [...subtitles(), ...recordings(), ...written()].map((transcript) => {
    const marks = judge(transcript);
    const counts = Object.fromEntries(Object.keys(GUARDS).map((code) => [code, 0]));
    for (const { code, segments } of marks) counts[code] += Math.max(1, segments.length);
    const { set, name, language, heldOut, segments, duration } = transcript;
    const covered = coverage({ segments }, transcript);
    const bySubtitles = coverage({ segments }, { duration, silences: [] });
    return { set, name, language, heldOut, lines: segments.length, counts, marks, covered, bySubtitles };
  });
}

/** Planted faults, one at a time: how many were planted, marked at their place at all, and by the guard that is meant. */
export async function speechCatches({ each = 20, heldOut = true, seed = 1 } = {}) {
  const judge = await judging();
  const random = randomOf(seed);
  const all = [...subtitles()].filter((transcript) => transcript.heldOut === heldOut);
  return Object.entries(SPEECH_FAULTS).map(([fault, { codes, plant }]) => {
    const row = { fault, planted: 0, marked: 0, meant: 0 };
    for (const transcript of all) {
      const others = all.filter(
        ({ name, language }) => name === transcript.name && language !== transcript.language,
      );
      for (let nth = 0; nth < each; nth++) {
        const planted = plant(window(transcript, random), random, others);
        if (!planted) continue;
        const isThere = ({ stretch }) =>
          stretch.start <= planted.place.end && stretch.end >= planted.place.start;
        const marks = judge({ ...transcript, ...planted }).filter(isThere);
        row.planted++;
        if (marks.length > 0) row.marked++;
        if (marks.some(({ code }) => codes.includes(code))) row.meant++;
      }
    }
    return row;
  });
}

/** What is held against Whisper's own transcript of eleven seconds, the last segment of which ends after 36. */
export const whatWhisperOverran = async () => (await judging())(overrunning());

const MOST = 200;

/** A part of a long transcript, so that each plant takes no longer than in a film. */
function window({ segments, silences, ...rest }, random) {
  if (segments.length <= MOST) return { ...rest, segments, silences };
  const first = random.whole(0, segments.length - MOST);
  const part = segments.slice(first, first + MOST);
  const shift = part[0].start;
  const moved = ({ start, end, ...more }) => ({ start: start - shift, end: end - shift, ...more });
  const duration = Math.max(...part.map(({ end }) => end)) + 2000 - shift;
  const inside = silences.filter(({ start, end }) => start >= shift && end <= shift + duration).map(moved);
  return { ...rest, segments: part.map(moved), silences: inside, duration };
}

export async function publish() {
  const alarms = await speechAlarms();
  for (const heldOut of [false, true]) {
    console.log(`\nright transcripts${heldOut ? ", held out" : ""}: segments with each mark`);
    for (const { name, language, lines, counts, covered, bySubtitles } of alarms.filter(
      (one) => one.heldOut === heldOut,
    )) {
      const found = Object.entries(counts).filter(([, count]) => count > 0);
      const share = (value) => `${Math.round(value * 100)} %`;
      console.log(
        `${name} ${language}: ${lines}; ${found.map(([code, count]) => `${code} ${count}`).join(", ") || "none"}`,
        `; covered ${share(covered)}, ${share(bySubtitles)} without silences`,
      );
    }
  }
  const overran = await whatWhisperOverran();
  console.log("\nWhisper's overrunning jfk:", overran.map(({ reason }) => reason).join("; "));
  const catches = {};
  for (const heldOut of [false, true]) {
    catches[heldOut ? "heldOut" : "seen"] = await speechCatches({ heldOut });
    console.log(`\nplanted faults${heldOut ? ", held out" : ""}: planted, marked, by the guard meant`);
    for (const { fault, planted, marked, meant } of catches[heldOut ? "heldOut" : "seen"])
      console.log(
        `${fault}: ${planted}, ${((marked / planted) * 100).toFixed(1)} %, ${((meant / planted) * 100).toFixed(1)} %`,
      );
  }
  return { alarms: alarms.map(({ marks, ...row }) => row), catches };
}
