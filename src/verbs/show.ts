import type { Context } from "../context.js";
import type { StoredLine } from "../store/lines.js";
import type { ProjectDetails } from "../store/projects.js";
import { find } from "./find.js";

export type Shown = ProjectDetails & { segments?: StoredLine[] };

/** A project by its id or its beginning, with its errors and, if wanted, its lines. */
export async function show(
  context: Context,
  { prefix, segments = false }: { prefix: string; segments?: boolean },
): Promise<Shown> {
  const store = await context.store();
  const [id] = await find(context, [prefix]);
  const project = await store.showProject(id!);
  return segments ? { ...project, segments: await store.projectLines(id!) } : project;
}
