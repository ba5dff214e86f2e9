import type { Heard, Stretch } from "../core/heard.js";
import { canonicalTag } from "../core/languages.js";
import type { IdentifyTag } from "../core/speech/foreign.js";
import { spanText } from "../core/speech/stretches.js";
import { NeverAgain } from "../errors.js";
import { loadIdentifier } from "../identifier.js";
import type { Turn } from "../queue/kind.js";
import { proceed } from "../queue/turn.js";
import type { ClaimedRecording } from "../store/recordings.js";
import { hearStretch, type StoredPart } from "./hear.js";
import { type Plan, planOf } from "./plan.js";
import { isCovered, repairsOf, type Sounding, type Transcript, transcriptOf } from "./transcript.js";

/** A guess below this is no guess. */
const SURE = 0.5;

/**
 * Transcribes what is still open of a recording, part by part, each saved as it comes; then once more, alone, what the
 * guards hold against it. Throws what `send` throws, and NeverAgain for a recording that is not covered in the end.
 */
export async function transcribe(turn: Turn<ClaimedRecording>): Promise<void> {
  const { work } = turn;
  const plan = await planOf(turn);
  turn.log.step(`parts: ${work.unitsCount}${work.unitsDone ? `, ${work.unitsDone} done` : ""}`);
  await hearAll(turn, {
    plan,
    stretches: plan.parts,
    first: 0,
    label: (at) => `part ${at + 1}/${plan.parts.length}`,
  });
  const sounding = await soundingOf(turn, plan);
  const repairs = repairsOf(await firstParts(turn, plan), sounding);
  await hearAll(turn, {
    plan,
    stretches: repairs,
    first: plan.parts.length,
    label: (at) => `${spanText(repairs[at]!)} again`,
  });
  refuseUncovered(await readTranscript(turn, plan), work);
}

interface Hearing {
  plan: Plan;
  stretches: readonly Stretch[];
  /** The row of the first. */
  first: number;
  label(at: number): string;
}

/** A stretch without a row is still to be heard. */
async function hearAll(turn: Turn<ClaimedRecording>, { plan, stretches, first, label }: Hearing) {
  const { store, work, log, kind } = turn;
  const done = new Set((await store.partsOf(work.number)).map(({ number }) => number));
  for (const [at, stretch] of stretches.entries()) {
    const number = first + at;
    if (done.has(number)) continue;
    await proceed(turn);
    await hearStretch(turn, { plan, number, stretch, label: label(at) });
    work.unitsDone = Math.min(work.unitsCount, work.unitsDone + 1);
    log.progress({ title: kind.title(work), done: work.unitsDone, total: work.unitsCount });
  }
}

async function storedParts({ store, work }: Turn<ClaimedRecording>): Promise<Map<number, StoredPart>> {
  const rows = await store.partsOf(work.number);
  return new Map(rows.map(({ number, heard }) => [number, JSON.parse(heard) as StoredPart]));
}

async function firstParts(turn: Turn<ClaimedRecording>, plan: Plan): Promise<StoredPart[]> {
  const stored = await storedParts(turn);
  return plan.parts.map((_, number) => stored.get(number)!);
}

/** The transcript as it stands: from all parts, and from all that was heard again. */
export async function readTranscript(turn: Turn<ClaimedRecording>, plan: Plan): Promise<Transcript> {
  const stored = await storedParts(turn);
  const parts = plan.parts.map((_, number) => stored.get(number)!);
  const sounding = await soundingOf(turn, plan);
  const repairs = repairsOf(parts, sounding).flatMap((stretch, at) => {
    const part = stored.get(plan.parts.length + at);
    return part ? [{ stretch, part }] : [];
  });
  return transcriptOf(parts, repairs, sounding);
}

async function soundingOf({ work }: Turn<ClaimedRecording>, plan: Plan): Promise<Sounding> {
  return { plan, language: work.sourceLang, identify: await identifier() };
}

async function identifier(): Promise<IdentifyTag | undefined> {
  const identify = await loadIdentifier();
  return (
    identify &&
    ((text) => {
      const { language, probability } = identify(text);
      return probability >= SURE ? canonicalTag(language) : undefined;
    })
  );
}

function refuseUncovered(transcript: Transcript, { name }: ClaimedRecording): void {
  const why = notes(transcript);
  if (isEmpty(transcript.heard))
    throw new NeverAgain("no_speech", `nobody was heard to speak in ${name}${why}`);
  if (isCovered(transcript)) return;
  const percent = Math.floor(transcript.covered * 100);
  throw new NeverAgain(
    "not_covered",
    `only ${percent} % of the sound of ${name} has text, which is too little to be its transcript${why}`,
  );
}

const MOST_NOTES = 3;

const notes = ({ notes: all }: Transcript) =>
  all.length ? ` (${all.slice(0, MOST_NOTES).join("; ")}${all.length > MOST_NOTES ? "; …" : ""})` : "";

const isEmpty = ({ segments }: Heard) => segments.every(({ text }) => text.trim() === "");
