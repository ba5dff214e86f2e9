import type { Lane } from "../../core/model.js";
import type { WaitingJob } from "../../store/jobs.js";
import type { Walked } from "../../system/walk.js";
import type { IsSettled } from "../unsettled.js";

export interface TranscribeOptions {
  /** The language that is spoken; null: the recogniser tells it. */
  from: string | null;
  /** Languages that the transcript is translated into. */
  to: readonly string[];
  /** Whether subtitles are wanted; false: plain text without times is enough. */
  timed: boolean;
  /** Whether speakers are told apart. */
  diarize: boolean;
  /** What is made of the transcript: a document or a record. */
  job?: WaitingJob;
  /** Whether results are written by themselves (default: those of folders, and all with EXPORT_DIR). */
  deliver?: boolean;
  exportDir?: string;
  /** Also what was transcribed before. */
  again: boolean;
  priority: number;
  /** Whether translations use and fill the memory. */
  memory: boolean;
  /** The lane of its translations; the first of LANES if it is not named. */
  lane?: string;
  /** Recordings of a folder that are left out unread; asked before each is read. */
  isSettled?: IsSettled;
  /** What is in the folder, where that was looked up already. */
  walked?: Walked;
}

/** With the lanes that recordings and their translations wait in. */
export type InLanes = TranscribeOptions & { lanes: { audio: Lane; projects: Lane } };
