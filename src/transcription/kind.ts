import type { Heard } from "../core/heard.js";
import { lanesOfKind } from "../core/lanes.js";
import { languageByWords } from "../core/text-language.js";
import { loadIdentifier } from "../identifier.js";
import type { Kind, Turn } from "../queue/kind.js";
import { answersAnything } from "../queue/send.js";
import type { ClaimedRecording } from "../store/recordings.js";
import { deliver } from "./deliver.js";
import { documentOf, plainText } from "./document.js";
import { planOf } from "./plan.js";
import { withSilence } from "./silence.js";
import { readTranscript, transcribe } from "./transcribe.js";

/** Transcription: recordings become transcripts, part by part. */
export const transcription = (): Kind<ClaimedRecording> => ({
  name: "transcription",
  lanes: ({ LANES }) => lanesOfKind(LANES, "transcription"),
  endpoint: (context) => context.speech(),
  title: ({ name }) => name,
  label: ({ id }) => id,
  about: ({ name, unitsCount }, unitsDone) => ({ name, partsDone: unitsDone, partsCount: unitsCount }),
  units: "parts",
  run: transcribe,
  finish,
  probe: (turn) =>
    withSilence((file) =>
      answersAnything(turn, {
        call: (options) =>
          turn.endpoint.speech!.transcribe(
            { file, language: turn.work.sourceLang, duration: null, timed: false, diarize: false },
            options,
          ),
        units: 1,
        timeout: turn.context.config.TIMEOUT_PER_AUDIO,
        label: "probe",
      }),
    ),
  retract: async () => {},
  lacking: async ({ work }) =>
    `${work.unitsCount - work.unitsDone} of ${work.unitsCount} parts are not transcribed`,
  deliver,
});

async function finish(turn: Turn<ClaimedRecording>) {
  const { work, store, context } = turn;
  const { heard, notes } = await readTranscript(turn, await planOf(turn));
  return store.finishRecording(work, {
    document: documentOf(heard, { name: work.name, timed: work.timed === 1 }),
    transcription: plainText(heard),
    heardLang: work.sourceLang ?? heard.language ?? (await languageOf(heard)),
    marks: notes,
    now: context.clock.now(),
  });
}

/** Of a recogniser that does not say: what the text looks like. */
async function languageOf({ segments }: Heard): Promise<string | null> {
  const identify = await loadIdentifier();
  const lines = segments.map(({ text }) => text);
  return (identify && languageByWords(lines, identify)) ?? null;
}
