import type { Origin } from "../../core/model.js";
import { fromUtcText, toUtcText } from "../../core/time.js";
import type { NewVersion, Started, Version, Versions } from "../versions.js";
import type { Db } from "./db.js";
import { markChanged } from "./deliveries.js";
import { settleByHand, standingOf } from "./save-by-hand.js";

export const versions = (db: Db): Versions => ({
  versions: async (id) => list(db, id),
  newVersion: async (id, version) => start(db, id, version),
});

type Row = Omit<Version, "createdAt" | "completedAt" | "tokens" | "lines" | "lacking"> & {
  createdAt: string;
  completedAt: string | null;
  input: number;
  cached: number;
  output: number;
  lines: string;
  segments: number;
};

const NO_LINES: Record<Origin, number> = { provider: 0, memory: 0, duplicate: 0, verbatim: 0, hand: 0 };

const list = (db: Db, id: string): Version[] =>
  db
    .all<Row>(
      `
      select v.number, v.reason, v.created_at as createdAt, v.completed_at as completedAt, v.provider, v.model,
        v.tokens_in as input, v.tokens_cached as cached, v.tokens_out as output, v.cost, p.units_count as segments,
        (select coalesce(json_group_object(origin, lines), '{}') from (
          select origin, count(*) as lines from segment_translations
          where version_id = v.id and state = 'done' group by origin)) as lines,
        (select count(*) from segment_translations
         where version_id = v.id and state = 'done' and marks <> '[]') as marked,
        (select round(avg(quality), 1) from segment_translations where version_id = v.id) as quality,
        (select count(*) from edits where version_id = v.id) as edits
      from translation_versions v join translation_projects p on p.id = v.project_id
      where v.project_id = @id
      order by v.number desc
      `,
      { id },
    )
    .map(({ input, cached, output, segments, ...row }) => {
      const lines = { ...NO_LINES, ...(JSON.parse(row.lines) as Partial<Record<Origin, number>>) };
      return {
        ...row,
        createdAt: fromUtcText(row.createdAt),
        completedAt: row.completedAt === null ? null : fromUtcText(row.completedAt),
        tokens: { input, cached, output },
        lines,
        lacking: segments - Object.values(lines).reduce((sum, count) => sum + count, 0),
      };
    });

function start(
  db: Db,
  id: string,
  { open, from: number, now: at, ...about }: NewVersion,
): Started | undefined {
  const now = toUtcText(at);
  return db.transaction(() => {
    const project = standingOf(db, id);
    if (!project || project.status === "processing" || project.status === "cancelled") return undefined;
    const source = number === undefined ? project.versionId : versionId(db, id, number);
    const added = insert(db, { id, source, now, ...about });
    takeOver(db, { source, version: added.id, open: JSON.stringify(open) });
    reopen(db, { id, now });
    const standing = { ...project, status: "pending" as const, versionId: added.id };
    const to = settleByHand(db, standing, { now, error: () => null });
    if (to === "completed")
      db.run("update translation_versions set cost = 0 where id = @id", { id: added.id });
    return { number: added.number, from: project.status, to };
  });
}

const versionId = (db: Db, id: string, number: number): number =>
  db.value<number>("select id from translation_versions where project_id = @id and number = @number", {
    id,
    number,
  })!;

const insert = (db: Db, row: Record<string, unknown>) =>
  db.get<{ id: number; number: number }>(
    `
    insert into translation_versions (project_id, number, provider, model, prompt_version, created_at, reason, recalls,
      wanted_model, note)
    select @id, (select max(number) + 1 from translation_versions where project_id = @id), provider, translation_versions.model,
      prompt_version, @now, @reason, @recalls, @model, @note
    from translation_versions where id = @source
    returning id, number
    `,
    row,
  )!;

/** Only what is done: a line that was given up is asked for anew. */
function takeOver(db: Db, row: { source: number; version: number; open: string }) {
  const kept = "idx not in (select value from json_each(@open))";
  db.run(
    `
    insert into segment_translations (version_id, idx, state, text, origin, marks, quality)
    select @version, idx, state, text, origin, marks, quality from segment_translations
    where version_id = @source and state = 'done' and ${kept}
    `,
    row,
  );
  db.run(
    `
    insert into edits (version_id, idx, before, after, who, at)
    select @version, idx, before, after, who, at from edits where version_id = @source and ${kept} order by id
    `,
    row,
  );
}

/** The time is set by itself: a trigger of failed projects sets the machine's. */
function reopen(db: Db, row: { id: string; now: string }) {
  db.run(
    "delete from asks where version_id in (select id from translation_versions where project_id = @id)",
    {
      id: row.id,
    },
  );
  db.run(
    `
    update translation_projects
    set status = 'pending', attempts = 0, started_at = null, completed_at = null, error_message = null,
      wait_reason = null, quality_score = null
    where id = @id
    `,
    { id: row.id },
  );
  db.run("update translation_projects set available_at = @now where id = @id", row);
  markChanged(db, row.id);
}
