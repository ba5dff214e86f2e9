import { basename, dirname, extname, join } from "node:path";
import type { Context } from "../context.js";
import { readName } from "../core/name-language.js";
import { UserError } from "../errors.js";
import type { Log } from "../log.js";
import { deliverAll } from "../queue/deliver.js";
import { writePiece } from "../queue/write-piece.js";
import type { Recording } from "../store/recordings.js";
import type { Store } from "../store/store.js";

/** Writes finished transcripts beside their recordings, or where it was decided when they were added. */
export const deliver = (context: Context, log: Log): Promise<number> =>
  deliverAll(context, { kind: "transcription", log }, async (id) => ({ path: await write(context, id) }));

async function write(context: Context, id: string): Promise<string> {
  const store = await context.store();
  const recording = await store.recording(id);
  const { name, bytes } = await transcriptFile(store, recording);
  const path = join(recording.targetFolder ?? dirname(recording.path), name);
  await writePiece(context, {
    work: { kind: "transcription", id },
    ...{ path, bytes, like: recording.path },
    ...{ source: recording.path, language: recording.heardLang ?? "" },
  });
  return path;
}

/** A transcript as it was stored, under the name that players look for: `talk.en.srt` beside `talk.mp4`. */
async function transcriptFile(store: Store, { id, documentId, name, heardLang }: Recording) {
  const document = documentId === null ? undefined : await store.transcriptDocument(id);
  if (!document?.bytes.length) throw new UserError(`${id} has no transcript`);
  return { name: transcriptName(name, heardLang, extname(document.name)), bytes: document.bytes };
}

/** `talk.en.srt` for `talk.mp4` in English; a name that tells its language already keeps it. */
function transcriptName(recording: string, language: string | null, ending: string): string {
  const bare = basename(recording, extname(recording));
  const told = readName(`${bare}.x`).language;
  return language === null || told !== undefined ? `${bare}${ending}` : `${bare}.${language}${ending}`;
}
