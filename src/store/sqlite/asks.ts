import type { Ask, Doubt, LineIndex, Rung } from "../../core/repair.js";
import { toUtcText } from "../../core/time.js";
import type { Asks, OpenAsk } from "../asks.js";
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
}

export const asks = (db: Db): Asks => ({
  openAsks: async ({ versionId }) =>
    db
      .all<AskRow>(
        "select id, lines, rung, tries, problems, doubts from asks where version_id = @versionId order by id",
        { versionId },
      )
      .map(({ id, lines, rung, tries, problems, doubts }) => ({
        ask: id,
        lines: JSON.parse(lines) as LineIndex[],
        rung,
        tries,
        problems: JSON.parse(problems) as string[],
        doubts: new Map(JSON.parse(doubts) as [LineIndex, Doubt][]),
      })),
  openAsk: async (project, ask, now) =>
    db.lightly(() =>
      db.transaction(() => (renew(db, project, now) ? insertAsk(db, project, ask, now) : undefined)),
    ),
});

export function insertAsk(db: Db, { versionId }: ClaimedProject, ask: Ask, now: number): OpenAsk {
  const { lines, rung, tries, problems, doubts } = ask;
  const id = db.value<number>(
    `
    insert into asks (version_id, lines, rung, tries, problems, doubts, created_at)
    values (@version, @lines, @rung, @tries, @problems, @doubts, @now)
    returning id
    `,
    {
      version: versionId,
      lines: JSON.stringify(lines),
      rung,
      tries,
      problems: JSON.stringify(problems),
      doubts: JSON.stringify([...doubts]),
      now: toUtcText(now),
    },
  )!;
  return { ...ask, ask: id };
}

export const closeAsk = (db: Db, ask: number) => db.run("delete from asks where id = @ask", { ask });
