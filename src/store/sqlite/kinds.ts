import { KINDS, type KindName } from "../../core/model.js";

/** What the life-cycle's SQL needs to know of a kind's table. */
export interface WorkTable {
  kind: KindName;
  table: string;
  /** The kind's own columns that a claim brings. */
  claimed: string;
  /** Adds a request's tokens and cost to what the work has cost; parameters @id and the request's. */
  bill: string;
}

/** A column of a project's current version, which is the one with the highest number. */
const CURRENT = (column: string) => `
  (select ${column} from translation_versions v where v.project_id = translation_projects.id
   order by v.number desc limit 1)`;

export const TABLES: Record<KindName, WorkTable> = {
  translation: {
    kind: "translation",
    table: "translation_projects",
    claimed: `
      document_id as documentId, source_lang as sourceLang, source_known as sourceKnown, target_lang as targetLang,
      (select path from documents where documents.id = document_id) as path,
      ${CURRENT("id")} as versionId,
      case when fresh = 1 then 'nothing' else ${CURRENT("recalls")} end as recalls,
      ${CURRENT("wanted_model")} as wantedModel, ${CURRENT("note")} as note`,
    // An unknown cost makes the sum unknown only while nothing is known: null + x is x here.
    bill: `
      update translation_versions
      set tokens_in = tokens_in + coalesce(@input, 0), tokens_cached = tokens_cached + coalesce(@cached, 0),
          tokens_out = tokens_out + coalesce(@output, 0),
          cost = case when @cost is null then cost else coalesce(cost, 0) + @cost end,
          provider = @provider, model = @model
      where id = (select id from translation_versions where project_id = @id order by number desc limit 1)`,
  },
};

export const WORK_TABLES = KINDS.map((kind) => TABLES[kind]);
