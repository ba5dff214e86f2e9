import { basename } from "node:path";
import type { Context } from "../../context.js";
import { isRecordingName } from "../../core/media-names.js";
import { UserError } from "../../errors.js";
import { findMedia } from "../../system/media/find.js";
import { probe } from "../../system/media/probe.js";

/**
 * Throws UserError for a file that is not a recording with sound. Without ffmpeg its name alone tells; what is wrong with
 * it is then found out when it is transcribed.
 */
export async function refuseNoRecording({ config, stop }: Context, path: string): Promise<void> {
  const options = { env: config.childEnv, signal: stop.hard };
  if (await findMedia(options)) {
    try {
      await probe(path, options);
    } catch (error) {
      // Whoever lists files names each of them already.
      throw error instanceof UserError ? new UserError(error.message.replace(path, "it")) : error;
    }
  } else if (!isRecordingName(path))
    throw new UserError(
      `the ending of ${basename(path)} is not that of a recording`,
      "name it by its format, such as talk.mp3",
    );
}
