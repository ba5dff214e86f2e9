import type { Context } from "../context.js";
import type { Log } from "../log.js";
import { deliverAll } from "../queue/deliver.js";
import { writePiece } from "../queue/write-piece.js";
import { besideRecording, transcriptFile } from "./transcript-file.js";

/** Writes finished transcripts beside their recordings, or where it was decided when they were added. */
export const deliver = (context: Context, log: Log): Promise<number> =>
  deliverAll(context, { kind: "transcription", log }, async (id) => ({ path: await write(context, id) }));

async function write(context: Context, id: string): Promise<string> {
  const store = await context.store();
  const recording = await store.recording(id);
  const { name, bytes } = await transcriptFile(store, recording);
  const path = besideRecording(recording, name);
  await writePiece(context, {
    work: { kind: "transcription", id },
    ...{ path, bytes, like: recording.path },
    ...{ source: recording.path, language: recording.heardLang ?? "" },
  });
  return path;
}
