interface Greeting {
  worker: string;
  /** What it is: `tick`, `watch`, `batch` … */
  kind: string;
  memoryBytes: number;
  now: number;
}

/** The processes that work. */
export interface Workers {
  /** Says that a worker is there, and how large it is. */
  greet(greeting: Greeting): Promise<void>;
  leave(worker: string): Promise<void>;
  /** Those that greeted and did not leave, with when they were last seen. */
  workers(): Promise<{ worker: string; seenAt: number }[]>;
  /** Takes those off the list that have ended without leaving. */
  sweepWorkers(isDead: (worker: string) => boolean): Promise<void>;
}
