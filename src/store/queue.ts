import type { KindName, Lane, Status } from "../core/model.js";
import type { Claim, Settled } from "./claim.js";
import type { ClaimedJob } from "./jobs.js";
import type { ClaimedProject } from "./projects.js";
import type { ClaimedRecording } from "./recordings.js";

/** What a claim of each kind brings. */
export interface ClaimedWork {
  translation: ClaimedProject;
  transcription: ClaimedRecording;
  generation: ClaimedJob;
}

export interface ClaimWish {
  token: string;
  /** Who takes it: `host:pid:start:boot:namespace`. */
  worker: string;
  now: number;
  /** A lease renewed after this is live and counts against the caps. */
  liveSince: number;
  lanes: readonly Lane[];
  /** Pieces of work in progress at once, over all kinds, lanes and processes. */
  capacity: number;
  /** Only these, whenever they are due. */
  ids?: readonly string[];
  /** Only work of so many units. */
  units?: { least?: number; most?: number };
  /** Only work that names whom it asks itself. */
  own?: boolean;
}

export interface GivingBack {
  now: number;
  availableAt: number;
  reason: string;
  /** Whether this was an attempt; at the limit the work has failed. */
  counted: boolean;
  attemptLimit: number;
}

export interface Lease {
  kind: KindName;
  id: string;
  worker: string;
  renewedAt: number;
  attempts: number;
}

export interface Rescue {
  now: number;
  /** Only work of these kinds; all if it is not given. */
  kinds?: readonly KindName[];
  /** A lease not renewed since is taken, by its kind. */
  silentSince(kind: KindName): number;
  /** Whether a lease's worker is known to have ended, so that its lease need not run out. */
  isDead(worker: string): boolean;
  attemptLimit: number;
  /** What is written down about it. */
  describe(lease: Lease): { waitReason: string; error: string; note: string };
}

export interface Rescued extends Lease {
  status: Status;
}

/** Claims and leases: the same for every kind of work. */
export interface Queue {
  /** The kinds that have work due. */
  kindsDue(now: number): Promise<KindName[]>;
  /** Whether some work of a kind is due, of so many units, or with endpoints of its own. */
  isDue(kind: KindName, wish: Pick<ClaimWish, "now" | "units" | "own">): Promise<boolean>;
  /** Work of these kinds that has not ended, and its units that are not done; only these pieces, if they are named. */
  backlog(kinds: readonly KindName[], ids?: readonly string[]): Promise<{ pieces: number; units: number }>;
  /** The kinds that have work pending, due or not. */
  kindsWaiting(): Promise<KindName[]>;
  /** Takes the next due piece of work, or undefined: nothing is due, or every slot is taken. */
  claim<Name extends KindName>(kind: Name, wish: ClaimWish): Promise<ClaimedWork[Name] | undefined>;
  /** Proves the claim and renews its lease. False when it was lost meanwhile. */
  renew(claim: Claim, now: number): Promise<boolean>;
  /** Ends a claim with work left to do. Undefined when the claim was lost. */
  giveBack(claim: Claim, giving: GivingBack): Promise<Settled | undefined>;
  /** Who holds what. */
  leases(): Promise<Lease[]>;
  /** Takes work from dead workers: pending again, or failed at the attempt limit. Returns what it took. */
  rescue(rescue: Rescue): Promise<Rescued[]>;
}
