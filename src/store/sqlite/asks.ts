import type { LineAnswer, LineIndex, Rejection } from "../../core/answers.js";
import type { Rung } from "../../core/repair.js";
import { toUtcText } from "../../core/time.js";
import type { Asking, Asks, OpenAsk } from "../asks.js";
import type { ClaimedProject } from "../projects.js";
import type { Db } from "./db.js";
import { renew } from "./fence.js";

interface AskRow {
  id: number;
  lines: string;
  rung: Rung;
  tries: number;
  problems: string;
  doubts: string;
  rejected: string;
}

export const asks = (db: Db): Asks => ({
  openAsks: async ({ versionId }, endpoint) =>
    db
      .all<AskRow>(
        `select id, lines, rung, tries, problems, doubts, rejected from asks
         where version_id = @versionId and endpoint = @endpoint order by id`,
        { versionId, endpoint },
      )
      .map(({ id, lines, rung, tries, problems, doubts, rejected }) => ({
        ids: [id],
        lines: JSON.parse(lines) as LineIndex[],
        rung,
        tries,
        problems: JSON.parse(problems) as string[],
        doubts: new Map(JSON.parse(doubts) as [LineIndex, LineAnswer][]),
        rejected: new Map(JSON.parse(rejected) as [LineIndex, Rejection][]),
      })),
  dropAsks: async ({ versionId }, since) =>
    void db.run(
      `
      delete from asks
      where version_id = @versionId and created_at >= @since and tries = 0 and problems = '[]' and doubts = '[]'
      `,
      { versionId, since: toUtcText(since) },
    ),
  openAsk: async (project, asking) =>
    db.lightly(() =>
      db.transaction(() => (renew(db, project, asking.now) ? insertAsk(db, project, asking) : undefined)),
    ),
});

export function insertAsk(db: Db, { versionId }: ClaimedProject, { ask, endpoint, now }: Asking): OpenAsk {
  const { lines, rung, tries, problems, doubts, rejected } = ask;
  const id = db.value<number>(
    `
    insert into asks (version_id, endpoint, lines, rung, tries, problems, doubts, rejected, created_at)
    values (@version, @endpoint, @lines, @rung, @tries, @problems, @doubts, @rejected, @now)
    returning id
    `,
    {
      version: versionId,
      endpoint,
      lines: JSON.stringify(lines),
      rung,
      tries,
      problems: JSON.stringify(problems),
      doubts: JSON.stringify([...doubts]),
      rejected: JSON.stringify([...rejected]),
      now: toUtcText(now),
    },
  )!;
  return { ...ask, ids: [id] };
}

export const closeAsks = (db: Db, ids: readonly number[]) =>
  db.run("delete from asks where id in (select value from json_each(@ids))", { ids: JSON.stringify(ids) });
