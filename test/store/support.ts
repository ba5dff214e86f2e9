import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Lane } from "../../src/core/model.js";
import type { Ask } from "../../src/core/repair.js";
import { DAY, MINUTE, SECOND } from "../../src/core/time.js";
import type { Asking } from "../../src/store/asks.js";
import type { Cleaning } from "../../src/store/cleanup.js";
import type { Batch, Finishing, SavedLine } from "../../src/store/lines.js";
import type { Adding, ClaimedProject, NewDocument, NewProject } from "../../src/store/projects.js";
import type { ClaimWish, GivingBack, Lease, Rescue } from "../../src/store/queue.js";
import type { RequestRecord } from "../../src/store/requests.js";
import type { Store } from "../../src/store/store.js";

export const START = Date.UTC(2026, 0, 6, 14, 30, 15);

/** A folder that is gone after the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "transcron-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const NORMAL: Lane = { name: "normal", places: 100, workers: 3 };
export const SMALL: Lane = { name: "small", places: 2, workers: 2 };
export const LANES = [NORMAL, SMALL];

export const SCOPE = { endpoint: "openai", model: "m", version: "1", from: "en", to: "fr" };

let sequence = 0;

/** A file of so many lines: `line 1`, `line 2` … */
export function documentWith(lines: number, path = `/talks/${++sequence}.srt`): NewDocument {
  const segments = Array.from({ length: lines }, (_, index) => ({
    start: index * SECOND,
    end: (index + 1) * SECOND,
    text: `line ${index + 1}`,
  }));
  const bytes = Buffer.from(`bytes of ${path}`);
  return { name: "talk.srt", path, format: "srt", encoding: { name: "utf-8", bom: false }, bytes, segments };
}

export const newProject = (changes: Partial<NewProject> = {}): NewProject => ({
  id: `trans_${String(++sequence).padStart(8, "0")}_1767709815`,
  name: "talk.srt",
  sourceLang: "en",
  sourceKnown: "given",
  targetLang: "fr",
  priority: 0,
  deliver: false,
  targetPath: null,
  root: null,
  fresh: false,
  ...changes,
});

export const adding = (changes: Partial<Adding> = {}): Adding => ({
  document: documentWith(3),
  projects: [newProject()],
  lane: NORMAL,
  again: false,
  now: START,
  ...changes,
});

interface Wanted extends Partial<NewProject>, Partial<Pick<Adding, "lane" | "again" | "now">> {
  lines?: number;
  path?: string;
  /** Other contents make another version of the same path. */
  contents?: string;
}

/** Adds a file for one language; where its lane is full, that is a mistake of the test. */
export async function addProject(store: Store, wanted: Wanted = {}) {
  const { lines = 3, path, contents, lane = NORMAL, again = false, now = START, ...project } = wanted;
  const read = documentWith(lines, path);
  const document = contents === undefined ? read : { ...read, bytes: Buffer.from(contents) };
  const result = await store.createProjects({ document, projects: [newProject(project)], lane, again, now });
  if ("full" in result) throw new Error(`lane ${lane.name} is full`);
  return result.added[0]!;
}

export function wish(changes: Partial<ClaimWish> = {}): ClaimWish {
  const now = changes.now ?? START;
  return {
    token: `token-${++sequence}`,
    worker: `host:${sequence}:1`,
    now,
    liveSince: now - 10 * MINUTE,
    lanes: LANES,
    capacity: 10,
    ...changes,
  };
}

/** Takes the next project; where there is none, that is a mistake of the test. */
export async function take(store: Store, changes: Partial<ClaimWish> = {}): Promise<ClaimedProject> {
  const project = await store.claim("translation", wish(changes));
  if (!project) throw new Error("nothing was claimed");
  return project;
}

export async function addAndTake(store: Store, wanted: Wanted = {}): Promise<ClaimedProject> {
  const { id } = await addProject(store, wanted);
  return take(store, { ids: [id], now: wanted.now ?? START });
}

export const line = (index: number, changes: Partial<SavedLine> = {}): SavedLine => ({
  index,
  text: `ligne ${index + 1}`,
  origin: "provider",
  marks: [],
  quality: 100,
  ...changes,
});

/** A reply that translates these lines. */
export const batch = (indexes: readonly number[], changes: Partial<Batch> = {}): Batch => ({
  now: START,
  done: indexes.map((index) => line(index)),
  failed: [],
  ...changes,
});

export const refused = (index: number) => ({ index, code: "refused", message: `line ${index + 1} refused` });

export const finishing = (changes: Partial<Finishing> = {}): Finishing => ({
  now: START,
  promptVersion: "1",
  provider: "openai",
  model: "m",
  error: null,
  ...changes,
});

export const givingBack = (changes: Partial<GivingBack> = {}): GivingBack => ({
  now: START,
  availableAt: START,
  reason: "timeout",
  counted: true,
  attemptLimit: 3,
  ...changes,
});

/** A rescue that takes what was silent for ten minutes. */
export function rescuing(changes: Partial<Rescue> = {}): Rescue {
  const now = changes.now ?? START;
  return {
    now,
    silentSince: () => now - 10 * MINUTE,
    isDead: () => false,
    attemptLimit: 3,
    describe: ({ worker }: Lease) => ({ waitReason: `${worker} died`, error: "it died", note: "silent" }),
    ...changes,
  };
}

export const request = (changes: Partial<RequestRecord> = {}): RequestRecord => ({
  provider: "openai",
  model: "m",
  units: 3,
  tokens: { input: 100, cached: 10, output: 20 },
  cost: 0.5,
  duration: 1200,
  outcome: "ok",
  ...changes,
});

export const ask = (changes: Partial<Ask> = {}): Ask => ({
  lines: [0, 1, 2],
  rung: "batch",
  tries: 0,
  problems: [],
  doubts: new Map(),
  rejected: new Map(),
  ...changes,
});

/** The endpoint that is asked where it does not matter which. */
export const ENDPOINT = "openai m";

export const asking = (wanted: Ask, now: number): Asking => ({ ask: wanted, endpoint: ENDPOINT, now });

const indexesOf = ({ unitsCount }: ClaimedProject) => Array.from({ length: unitsCount }, (_, index) => index);

/** Adds a project of which every line is translated. */
export async function completed(store: Store, wanted: Wanted = {}): Promise<string> {
  const { now = START } = wanted;
  const project = await addAndTake(store, wanted);
  await store.saveBatch(project, batch(indexesOf(project), { now }));
  await store.finishProject(project, finishing({ now }));
  return project.id;
}

/** Adds a project of which every line is translated but the last. */
export async function failed(store: Store, wanted: Wanted = {}): Promise<string> {
  const { now = START } = wanted;
  const project = await addAndTake(store, wanted);
  const indexes = indexesOf(project);
  const last = indexes.at(-1)!;
  await store.saveBatch(project, batch(indexes.slice(0, -1), { now, failed: [refused(last)] }));
  await store.finishProject(project, finishing({ now, error: `line ${last + 1} could not be translated` }));
  return project.id;
}

/** Adds a version of one and the same file. */
export const addVersion = (store: Store, contents: string, wanted: Wanted = {}) =>
  addProject(store, { path: "/versions.srt", contents, ...wanted });

/** Adds a version of one and the same file, and translates it. */
export const version = (store: Store, contents: string, wanted: Wanted = {}) =>
  completed(store, { path: "/versions.srt", contents, ...wanted });

export async function cancelled(store: Store, wanted: Wanted = {}): Promise<string> {
  const { id } = await addProject(store, wanted);
  await store.cancel("translation", [id], wanted.now ?? START);
  return id;
}

export const statusOf = async (store: Store, id: string) => (await store.showProject(id)).status;

export const countsOf = async (store: Store) => store.countProjects();

export const cleaning = (changes: Partial<Cleaning> = {}): Cleaning => ({
  before: START - 10 * DAY,
  statuses: ["completed", "failed", "cancelled"],
  exportedOnly: false,
  dryRun: false,
  ...changes,
});
