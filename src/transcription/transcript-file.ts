import { basename, dirname, extname, join } from "node:path";
import type { Status } from "../core/model.js";
import { readName } from "../core/name-language.js";
import { UserError } from "../errors.js";
import { formatNamed, read, write } from "../formats/index.js";
import type { Recording } from "../store/recordings.js";
import type { Store } from "../store/store.js";

interface TranscriptFile {
  /** The name that players look for: `talk.en.srt` for `talk.mp4` in English. */
  name: string;
  bytes: Buffer;
}

/** The transcript of a recording as a file, in another format where one is named. Throws UserError while there is none. */
export async function transcriptFile(
  store: Store,
  recording: Recording,
  format?: string,
): Promise<TranscriptFile> {
  const { id, name, heardLang } = recording;
  const stored = await store.transcriptDocument(id);
  if (!stored) throw new UserError(WHY_NOT[recording.status](recording));
  const ending = extname(stored.name);
  if (format === undefined || format === stored.format)
    return { name: transcriptName(name, heardLang, ending), bytes: Buffer.from(stored.bytes) };
  const document = read(stored.name, stored.bytes, { format: stored.format });
  const bytes = Buffer.from(write(document, [], format), "utf8");
  return { name: transcriptName(name, heardLang, formatNamed(format).extensions[0] ?? ending), bytes };
}

const WHY_NOT: Record<Status, (recording: Recording) => string> = {
  pending: () => "it is not transcribed yet",
  processing: ({ unitsDone, unitsCount }) =>
    `it is not transcribed yet: ${unitsDone} of ${unitsCount} parts are done`,
  completed: () => "it has no transcript",
  failed: ({ error }) => `it could not be transcribed: ${error}`,
  cancelled: () => "it was cancelled before it was transcribed",
};

/** A recording's name that tells its language already keeps it. */
function transcriptName(recording: string, language: string | null, ending: string): string {
  const bare = basename(recording, extname(recording));
  const told = readName(`${bare}.x`).language;
  return language === null || told !== undefined ? `${bare}${ending}` : `${bare}.${language}${ending}`;
}

/** Where a transcript goes if nothing else is said: where it was decided when its recording was added, or beside it. */
export const besideRecording = ({ targetFolder, path }: Recording, name: string): string =>
  join(targetFolder ?? dirname(path), name);
