import type { Context } from "../context.js";
import { KINDS, type KindName, type Status } from "../core/model.js";
import { kindOfId } from "../core/work-ids.js";
import type { Change } from "../store/changes.js";
import type { Store } from "../store/store.js";
import { audited } from "./audited.js";
import type { Work } from "./select.js";

/** What was changed on a piece of work of any kind. */
export interface WorkChange extends Change {
  kind: KindName;
  /** How many translations and documents that wait for the transcript of a recording changed with it. */
  waiting?: number;
}

type Changing = (store: Store, kind: KindName, ids: readonly string[]) => Promise<Change[]>;

/** Changes pieces of work, kind by kind, and notes who did it. What waits for a recording changes with it. */
export async function changeWorks(
  context: Context,
  works: readonly Pick<Work, "kind" | "id">[],
  { action, change }: { action: string; change: Changing },
): Promise<WorkChange[]> {
  const store = await context.store();
  const all: WorkChange[] = [];
  for (const kind of KINDS) {
    const ids = works.flatMap((work) => (work.kind === kind ? work.id : []));
    if (ids.length === 0) continue;
    const before = kind === "transcription" ? await madeOfEach(store, ids) : undefined;
    const changed = await audited(context, { action, kind }, await change(store, kind, ids));
    for (const one of changed) {
      const made = before?.get(one.id);
      const waiting = made ? await changedSince(store, made) : 0;
      // A recording may have come along with what waits for it.
      all.push({ kind: kindOfId(one.id) ?? kind, ...one, ...(waiting ? { waiting } : {}) });
    }
  }
  return all;
}

/** What is made of a recording, each with its status. */
type MadeOf = Map<string, Status>;

async function madeOfEach(store: Store, ids: readonly string[]): Promise<Map<string, MadeOf>> {
  const made = new Map<string, MadeOf>();
  for (const id of ids) {
    const { projects, jobs } = await store.madeOf(id);
    made.set(id, await statusesOf(store, { projects, jobs }));
  }
  return made;
}

async function statusesOf(
  store: Store,
  { projects, jobs }: { projects: readonly string[]; jobs: readonly string[] },
): Promise<MadeOf> {
  const found = [
    ...(projects.length ? await store.selectProjects({ ids: projects }) : []),
    ...(jobs.length ? await store.selectPieces("generation", { ids: jobs }) : []),
  ];
  return new Map(found.map(({ id, status }) => [id, status]));
}

async function changedSince(store: Store, before: MadeOf): Promise<number> {
  const ids = [...before.keys()];
  const isJob = (id: string) => id.startsWith("job-");
  const now = await statusesOf(store, {
    projects: ids.filter((id) => !isJob(id)),
    jobs: ids.filter(isJob),
  });
  return ids.filter((id) => before.get(id) !== now.get(id)).length;
}
