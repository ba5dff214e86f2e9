import type { Context } from "../context.js";
import { UserError } from "../errors.js";
import type { Oddity } from "../formats/format.js";
import { read } from "../formats/index.js";
import type { Edit } from "../store/corrections.js";
import type { StoredLine } from "../store/lines.js";
import type { ProjectDetails, StoredDocument } from "../store/projects.js";
import { findOne } from "./find.js";

export type Shown = ProjectDetails & {
  /** Things in its file that are odd, with their line. */
  oddities: Oddity[];
  segments?: StoredLine[];
  /** What people changed in the current version, the oldest first; with the lines. */
  edits?: Edit[];
};

/** A project by its id or its beginning, with its errors, what is odd in its file and, if wanted, its lines. */
export async function show(
  context: Context,
  { prefix, segments = false }: { prefix: string; segments?: boolean },
): Promise<Shown> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const project = { ...(await store.showProject(id!)), oddities: odditiesOf(await store.documentOf(id!)) };
  if (!segments) return project;
  return { ...project, segments: await store.projectLines(id!), edits: await store.edits(id!) };
}

/** Read from the stored file, which another version may have been able to read. */
function odditiesOf({ name, bytes, format, encoding }: StoredDocument): Oddity[] {
  try {
    return read(name, bytes, { format, encoding: encoding.name }).oddities;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
