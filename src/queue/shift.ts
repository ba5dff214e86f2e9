import type { Context } from "../context.js";
import type { KindName, Status } from "../core/model.js";
import { shareOf, type Whole } from "../core/progress.js";
import { SECOND } from "../core/time.js";
import { type PauseEndpoint, Transient } from "../errors.js";
import type { Log } from "../log.js";
import type { Claim } from "../store/claim.js";
import type { Kind } from "./kind.js";
import { pauseOf } from "./pause.js";
import { assertRoom } from "./room.js";
import { type Finished, takeTurn } from "./take-turn.js";
import { whyHeld } from "./turn.js";

export interface ShiftOptions {
  /** What it may work on. */
  kinds: readonly Kind[];
  log: Log;
  /** Only these pieces of work. */
  ids?: readonly string[];
  units?: { least?: number; most?: number };
  /** Nothing is started after this moment; what is in progress is finished. */
  until: number;
  /** Pieces of work side by side in this process. */
  slots: number;
  /** Pieces of work at most. */
  most?: number;
  /** Logged before the first piece of work, so that a worker that finds none says nothing. */
  banner?: string;
  /** What this worker is, for those who look who is at work. */
  role: string;
}

/** A piece of work whose turn has ended. */
export interface Piece {
  kind: KindName;
  id: string;
  title: string;
  /** Undefined when it was taken from this worker meanwhile. */
  status: Status | undefined;
  unitsDone: number;
  unitsCount: number;
  reason?: string;
  /** What its kind tells of it. */
  about: Record<string, unknown>;
}

/** Work that comes while other work is in progress is looked for this often. */
const LOOK_AGAIN = 2 * SECOND;
/** The progress of the whole is counted anew this often. */
const COUNT_AGAIN = 2 * SECOND;
/** Who looks who is at work sees when a worker was last there, to this precision. */
const GREET_AGAIN = 30 * SECOND;

/**
 * Claims due work while there is room, and yields each piece when its turn ends: until nothing is due, or it is time
 * to stop. Follow it with `for await`. What goes wrong in a turn ends that turn; what goes wrong around one is in
 * `broken` once everything in progress has ended.
 */
export class Shift implements AsyncIterable<Piece> {
  /** Why an endpoint is not asked any more. */
  pause?: PauseEndpoint;
  /** An endpoint answered again after it was down or paused. */
  recovered = false;
  /** Bytes this process has grown to, above MEMORY_LIMIT, so that it claims nothing more. */
  overMemory?: number;
  /** Finished work that could not be written where it belongs. */
  undelivered = 0;
  /** What went wrong around a turn: nothing more is claimed, and what is in progress is finished. */
  broken?: { error: unknown };

  readonly #context: Context;
  readonly #options: ShiftOptions;
  readonly #inProgress = new Set<Promise<void>>();
  /** Turns that have ended and were not looked at yet: several may end at once. */
  readonly #finished: Finished[] = [];
  readonly #paused = new Set<string>();
  /** What is left of the pieces asked for by name. */
  #ids: readonly string[] | undefined;
  #started = 0;
  /** Before this moment a piece that was asked for by name is not taken again. */
  #resumeAt = 0;
  #greetedAt = Number.NEGATIVE_INFINITY;
  #countedAt = Number.NEGATIVE_INFINITY;
  #whole: Whole = { files: { done: 0, total: 0 }, lines: { done: 0, total: 0 } };

  constructor(context: Context, options: ShiftOptions) {
    this.#context = context;
    this.#options = options;
    this.#ids = options.ids;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Piece> {
    for (;;) {
      await this.#fill()
        .then(() => this.#showWhole())
        .catch((error) => this.#couldNotClaim(error));
      if (this.#inProgress.size + this.#finished.length === 0) return;
      if (this.#finished.length === 0) await this.#nextEvent();
      for (const finished of this.#finished.splice(0)) {
        if ("error" in finished) this.broken ??= finished;
        else yield this.#take(finished);
      }
    }
  }

  /** While something is in progress, a database that is locked for a moment is looked at again later. */
  #couldNotClaim(error: unknown) {
    if (error instanceof Transient && this.#inProgress.size) return;
    this.broken ??= { error };
  }

  /** Claims as long as there is room and something is due. */
  async #fill(): Promise<void> {
    const { slots, most = Number.POSITIVE_INFINITY } = this.#options;
    while (!this.broken && this.#inProgress.size < slots && this.#started < most) {
      // Without a lease: what was asked for by name may wait longer than a turn.
      const { clock, stop } = this.#context;
      if (this.#resumeAt > clock.now()) await clock.sleep(this.#resumeAt - clock.now(), stop.asked);
      if (await this.#isOver()) return;
      assertRoom(this.#context);
      const claimed = await this.#claim();
      if (!claimed) return;
      this.#start(claimed.kind, claimed.work);
    }
  }

  /** Also says that this worker is there, and how large it has become. */
  async #isOver(): Promise<boolean> {
    const { clock, stop, config, worker, startedAt } = this.#context;
    const store = await this.#context.store();
    const now = clock.now();
    const memoryBytes = this.#context.memory();
    if (now - this.#greetedAt >= GREET_AGAIN) {
      this.#greetedAt = now;
      await store.greet({ worker, kind: this.#options.role, memoryBytes, now });
    }
    // The first piece is taken in any case: a limit below what starting takes must not mean that nothing is done.
    if (memoryBytes > config.MEMORY_LIMIT && this.#started > this.#inProgress.size)
      this.overMemory = memoryBytes;
    if (stop.asked.aborted || now >= this.#options.until || this.overMemory !== undefined) return true;
    return whyHeld(await store.control(), startedAt) !== undefined;
  }

  async #claim(): Promise<{ kind: Kind; work: Claim } | undefined> {
    const { clock, config, worker } = this.#context;
    const store = await this.#context.store();
    for (const kind of this.#options.kinds) {
      const endpoint = await kind.endpoint(this.#context);
      const isKnown = this.#paused.has(endpoint.key);
      if (isKnown && !kind.ownEndpoints) continue;
      const own = isKnown || (!!kind.ownEndpoints && !!(await pauseOf(this.#context, endpoint)));
      const now = clock.now();
      const work = await store.claim(kind.name, {
        token: this.#context.newToken(),
        worker,
        now,
        liveSince: now - config.STUCK_AFTER,
        lanes: kind.lanes(config),
        capacity: config.capacity,
        ...(this.#ids ? { ids: this.#ids } : {}),
        ...(this.#options.units ? { units: this.#options.units } : {}),
        own,
      });
      if (work) return { kind, work };
    }
    return undefined;
  }

  #start(kind: Kind, work: Claim) {
    const { log, banner } = this.#options;
    if (this.#started === 0 && banner) log.event(banner);
    this.#started++;
    const turn: Promise<void> = takeTurn(this.#context, {
      kind,
      work,
      log: labelled(log, { id: work.id, label: kind.label(work) }, () => this.#inProgress.size > 1),
    }).then((finished) => {
      this.#inProgress.delete(turn);
      this.#finished.push(finished);
    });
    this.#inProgress.add(turn);
  }

  /** How far all the work is, of other workers too; nobody counts where nobody looks. */
  async #showWhole(): Promise<void> {
    const { log, kinds, ids } = this.#options;
    const now = this.#context.clock.now();
    if (!log.live || now - this.#countedAt < COUNT_AGAIN) return;
    this.#countedAt = now;
    const store = await this.#context.store();
    const left = await store.backlog(
      kinds.map(({ name }) => name),
      ids,
    );
    const { files, lines } = this.#whole;
    this.#whole = { files: shareOf(files, left.pieces), lines: shareOf(lines, left.units) };
    log.whole(this.#whole);
  }

  /** Waits until a turn has ended or it is time to look for new work. */
  async #nextEvent(): Promise<void> {
    let cancel: () => void = () => {};
    const look = new Promise<void>((resolve) => {
      cancel = this.#context.clock.after(LOOK_AGAIN, resolve);
    });
    try {
      await Promise.race([...this.#inProgress, look]);
    } finally {
      cancel();
    }
  }

  /** What a turn's end means for the rest of the shift. */
  #take({ kind, work, ended, undelivered }: Exclude<Finished, { error: unknown }>): Piece {
    const { settled, reason, pause, resumeAt } = ended;
    if (pause) {
      this.pause ??= pause;
      this.#paused.add(ended.endpointKey);
    }
    this.recovered ||= ended.recovered;
    this.undelivered += undelivered;
    // Asked for by name, it is taken before it is due, but not so soon after an error.
    const goesOn = resumeAt !== undefined && resumeAt < this.#options.until;
    if (this.#ids && goesOn) this.#resumeAt = resumeAt;
    else this.#ids &&= this.#ids.filter((id) => id !== work.id);
    const why = settled && settled.status !== "pending" ? settled.error : reason;
    const unitsDone = settled?.unitsDone ?? work.unitsDone;
    return {
      kind: kind.name,
      id: work.id,
      title: kind.title(work),
      status: settled?.status,
      unitsDone,
      unitsCount: work.unitsCount,
      ...(why ? { reason: why } : {}),
      about: kind.about(work, unitsDone),
    };
  }
}

/** Pieces of work side by side say whose step it is. */
function labelled(log: Log, { id, label }: { id: string; label: string }, isCrowded: () => boolean): Log {
  return {
    ...log,
    step: (text) => log.step(isCrowded() ? `${label}: ${text}` : text),
    // What a kind words itself begins with a bracket, and names its work in its own way.
    event: (text) =>
      log.event(isCrowded() && !text.includes(id) && !text.startsWith("[") ? `${id} ${text}` : text),
  };
}
