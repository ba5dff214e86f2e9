interface Limits {
  /** Whichever is aborted first ends it. */
  signals: readonly AbortSignal[];
  /** Milliseconds it may take. */
  timeout?: number;
}

/**
 * Does something under a signal of its own, which is aborted when one of these is or when time is up. Timer and
 * listeners are held until it has ended: Node 20 collects what `AbortSignal.any` and `AbortSignal.timeout` make
 * together, and then nothing ends a request whose body never comes.
 */
export async function withLimits<Result>(
  { signals, timeout }: Limits,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const own = new AbortController();
  const links = signals.map((signal) => ({ signal, follow: () => own.abort(signal.reason) }));
  for (const { signal, follow } of links) {
    if (signal.aborted) follow();
    else signal.addEventListener("abort", follow, { once: true });
  }
  const timeIsUp = () => own.abort(new DOMException("time is up", "TimeoutError"));
  const timer = timeout === undefined ? undefined : setTimeout(timeIsUp, timeout);
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    for (const { signal, follow } of links) signal.removeEventListener("abort", follow);
  }
}

/** Rejects with a signal's reason as soon as it is aborted, whether or not what it was given to heeds it. */
export async function orAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  let abort: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
    work.catch(() => {}); // nobody waits for it any more
  }
}
