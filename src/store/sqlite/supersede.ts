import type { Status } from "../../core/model.js";
import type { Db } from "./db.js";

/** A project that a newer version of its file takes the place of. */
interface Superseded {
  id: string;
  targetLang: string;
  status: Status;
  lane: string;
}

/** What has not completed of a file, for these languages. Standard input has no path, and no versions. */
export const supersededBy = (db: Db, path: string, targetLangs: readonly string[]): Superseded[] =>
  path === ""
    ? []
    : db.all<Superseded>(
        `
        select p.id, p.target_lang as targetLang, p.status, p.lane
        from documents d join translation_projects p on p.document_id = d.id
        where d.path = @path and p.target_lang in (select value from json_each(@targetLangs))
          and p.status in ('pending', 'processing', 'failed')
        order by p.seq
        `,
        { path, targetLangs: JSON.stringify(targetLangs) },
      );

/** Cancels one for a newer one, before it costs anything more; a trigger ends the claim of its worker. */
export const supersede = (db: Db, id: string, { newer, now }: { newer: string; now: string }) =>
  db.run(
    `
    update translation_projects
    set status = 'cancelled', completed_at = @now, wait_reason = null, error_message = @reason
    where id = @id
    `,
    { id, now, reason: `superseded: ${newer} is of a newer version of the file` },
  );
