import { fromUtcText, toUtcText } from "../../core/time.js";
import type { Correcting, Corrections, Edit } from "../corrections.js";
import type { HandSaved } from "../lines.js";
import type { Db } from "./db.js";
import { markChanged } from "./deliveries.js";
import { rememberCorrections } from "./memory.js";
import { dropRejected } from "./save-batch.js";
import { settleByHand, standingOf } from "./save-by-hand.js";

export const corrections = (db: Db): Corrections => ({
  correct: async (id, correcting) => correct(db, id, correcting),
  edits: async (id) =>
    db
      .all<Omit<Edit, "at"> & { at: string }>(
        `
        select idx as "index", before, after, who, at from edits
        where version_id = (
          select id from translation_versions where project_id = @id order by number desc limit 1)
        order by id
        `,
        { id },
      )
      .map((edit) => ({ ...edit, at: fromUtcText(edit.at) })),
});

function correct(db: Db, id: string, correcting: Correcting): HandSaved | undefined {
  const { who, error, lines } = correcting;
  const now = toUtcText(correcting.now);
  return db.transaction(() => {
    const project = standingOf(db, id);
    if (!project || project.status === "processing") return undefined;
    const row = { version: project.versionId, lines: JSON.stringify(lines), who, now };
    noteEdits(db, row);
    const saved = overwrite(db, row);
    if (!project.isPrivate) rememberCorrections(db, project.documentId, { ...correcting, now });
    markChanged(db, id);
    return { saved, from: project.status, to: settleByHand(db, project, { now, error }) };
  });
}

type Row = { version: number; lines: string; who: string; now: string };

const noteEdits = (db: Db, row: Row) =>
  db.run(
    `
    insert into edits (version_id, idx, before, after, who, at)
    select @version, line.value ->> 'index', t.text, line.value ->> 'text', @who, @now
    from json_each(@lines) line
    left join segment_translations t on t.version_id = @version and t.idx = line.value ->> 'index'
    `,
    { ...row },
  );

function overwrite(db: Db, { version, lines }: Row): number[] {
  const saved = db.values<number>(
    `
    insert into segment_translations (version_id, idx, state, text, origin, marks, quality)
    select @version, value ->> 'index', 'done', value ->> 'text', 'hand', '[]', 100
    from json_each(@lines) where true
    on conflict (version_id, idx) do update
      set state = 'done', text = excluded.text, origin = 'hand', marks = '[]', quality = 100
    returning idx
    `,
    { version, lines },
  );
  dropRejected(db, version, lines);
  return saved.sort((a, b) => a - b);
}
