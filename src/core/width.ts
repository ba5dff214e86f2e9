/** How many requests of one piece of work are in flight at once. */
export interface Width {
  now: number;
  most: number;
  /** Clean replies since it last changed. */
  clean: number;
  /** Whether it stays as it is. */
  fixed: boolean;
}

/** As many as peers send out of the box; a film of 1000 lines is done in a minute or two. */
const AT_FIRST = 4;
/** With MAX_CONCURRENT_WORKERS pieces of work in progress, the cap over all processes is that many times this. */
const MOST = 16;

/** So many as were asked for, steadily; else what a server of this kind is first asked. Engines do one at a time. */
export function firstWidth(wanted: number | undefined, remote: boolean): Width {
  if (wanted !== undefined) return { now: wanted, most: wanted, clean: 0, fixed: true };
  return { now: remote ? AT_FIRST : 1, most: MOST, clean: 0, fixed: !remote };
}

interface Replied {
  /** Whether it came at the first attempt and was good. */
  clean: boolean;
  /** Milliseconds it took. */
  duration: number;
  /** Milliseconds between requests that the server's limits ask for, where it states them. */
  pace: number | undefined;
}

/**
 * One more after as many clean replies as are in flight, where the server's limits leave room for it; half as many
 * after trouble. So many as were asked for stay.
 */
export function widthAfter(width: Width, { clean, duration, pace }: Replied): Width {
  if (width.fixed) return width;
  if (!clean) return { ...width, now: Math.max(1, Math.floor(width.now / 2)), clean: 0 };
  const counted = width.clean + 1;
  const leavesRoom = pace === undefined || pace * (width.now + 1) <= duration;
  if (counted < width.now || !leavesRoom) return { ...width, clean: counted };
  return { ...width, now: Math.min(width.most, width.now + 1), clean: 0 };
}
