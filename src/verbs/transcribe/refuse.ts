import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { Context } from "../../context.js";
import { isRecordingName } from "../../core/media-names.js";
import { UserError } from "../../errors.js";
import { findMedia } from "../../system/media/find.js";
import { probe } from "../../system/media/probe.js";

/**
 * Throws UserError for a file that is not a recording with sound. Without ffmpeg only its name tells, and that it is not a
 * text; what else is wrong with it is found out when it is transcribed.
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
  // A playlist that is named talk.mp3 would make some recognisers open other files.
  else if (isText(await beginningOf(path))) throw new UserError("it holds text and no sound");
}

/** Enough of a file to have a byte in it that no text has, if it is a recording. */
const LOOKED_AT = 4096;

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Whether bytes are UTF-8 without control characters; the last character may be cut off. */
function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return !CONTROL.test(text);
  } catch {
    return false; // not UTF-8
  }
}

/** Those that stand in no text; tab, line ends and escape do. */
const CONTROL = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;
