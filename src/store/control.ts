/** What workers are told through the database. */
export interface ControlState {
  /** Since when, by whom and why nothing new is started; null if work goes on. */
  paused: { since: number; by: string; reason: string } | null;
  /** Workers that started before this end when they have saved what they do. */
  restartAt: number | null;
}

/** What `resume` lifted. */
export interface Resumed {
  work: boolean;
  endpoints: string[];
  /** Pieces of work that waited for a later time. */
  waiting: number;
}

export interface Control {
  control(): Promise<ControlState>;
  /** False if it was paused already. */
  pause(pausing: { by: string; reason: string; now: number }): Promise<boolean>;
  /** Lets work go on at once, also with endpoints that are paused and work that waits. */
  resume(now: number): Promise<Resumed>;
  restart(now: number): Promise<void>;
  /** The value noted under a name, and notes a new one. */
  swapNote(note: { name: string; value: string; now: number }): Promise<string | null>;
}
