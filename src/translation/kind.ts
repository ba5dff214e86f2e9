import { lanesOfKind } from "../core/lanes.js";
import { PROMPT_VERSION } from "../core/prompt.js";
import { NeverAgain } from "../errors.js";
import type { Kind } from "../queue/kind.js";
import { answersAnything } from "../queue/send.js";
import type { ClaimedProject } from "../store/projects.js";
import { deliver } from "./deliver.js";
import { type Mode, modeForTick } from "./modes.js";
import { askEndpoint } from "./reply.js";
import { translate } from "./translate.js";
import { failedSentence, openSentence } from "./words.js";

/** Translation of subtitles and transcripts: one project per document and language. */
export const translation = (modeFor: (segments: number) => Mode = modeForTick): Kind<ClaimedProject> => ({
  name: "translation",
  lanes: ({ LANES }) => lanesOfKind(LANES, "translation"),
  endpoint: (context, work) => {
    const { wantedModel } = work ?? {};
    return (wantedModel ? context.with({ TRANSCRON_MODEL: wantedModel }) : context).endpoint();
  },
  title: ({ name, targetLang }) => `${name} → ${targetLang}`,
  label: ({ id }) => id.split("_")[1] ?? id,
  about: ({ name, targetLang, unitsCount }, unitsDone) => ({
    name,
    targetLang,
    segmentsDone: unitsDone,
    segmentsCount: unitsCount,
  }),
  units: "segments",
  run: async (turn) => {
    const { endpoint, work } = turn;
    if (endpoint.engine?.needsSource && work.sourceLang === null) throw sourceUnknown(work);
    await translate(turn, modeFor(work.unitsCount));
  },
  finish: async ({ store, work, endpoint, context }) => {
    const { name: provider, model } = endpoint;
    const error = failedSentence(await store.tally(work));
    const now = context.clock.now();
    return store.finishProject(work, { now, promptVersion: PROMPT_VERSION, provider, model, error });
  },
  probe: async (turn) => {
    const { sourceLang: from, targetLang: to } = turn.work;
    const prompt = { from, to, lines: [HARMLESS], context: { before: [], after: [] } };
    return answersAnything(turn, {
      call: (options) => askEndpoint(turn.endpoint, prompt, options),
      units: 1,
      timeout: modeFor(turn.work.unitsCount).timeout(turn.context.config),
      label: "probe",
    });
  },
  retract: ({ store, work }) => store.dropAsks(work, work.startedAt),
  lacking: async ({ store, work }) => openSentence(await store.tally(work)),
  deliver,
});

const sourceUnknown = ({ name }: ClaimedProject) =>
  new NeverAgain(
    "source_unknown",
    `TRANSCRON_COMMAND needs the source language, and that of ${name} is not known: add it again with --from and --again`,
  );

const HARMLESS = "Good morning.";
