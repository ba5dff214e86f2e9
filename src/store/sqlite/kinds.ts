import { KINDS, type KindName } from "../../core/model.js";

/** What the life-cycle's SQL needs to know of a kind's table. */
export interface WorkTable {
  kind: KindName;
  table: string;
  /** SQL of the id that people and other tables know: `audio-1`. */
  shown: string;
  /** The value of the table's own id for it; null for an id of another kind. */
  key(id: string): string | number | null;
  /** The kind's own columns that a claim brings. */
  claimed: string;
  /** SQL: whether a piece of it names whom it asks itself; none does if it is not given. */
  own?: string;
  /** Adds a request's tokens and cost to what the work has cost; parameters @id and the request's. */
  bill: string;
}

/** A column of a project's current version, which is the one with the highest number. */
const CURRENT = (column: string) => `
  (select ${column} from translation_versions v where v.project_id = translation_projects.id
   order by v.number desc limit 1)`;

/** Ids that count up are shown behind a word. */
const counting = (word: string): Pick<WorkTable, "shown" | "key"> => ({
  shown: `'${word}-' || id`,
  key: (id) => {
    const [, number] = new RegExp(`^${word}-([1-9]\\d{0,14})$`).exec(id) ?? [];
    return number === undefined ? null : Number(number);
  },
});

const OWN_ENDPOINTS =
  "(select json_array_length(body, '$.endpoints') > 0 from templates where hash = template_hash)";

// An unknown cost makes the sum unknown only while nothing is known: null + x is x here.
const BILLED = `
  tokens_in = tokens_in + coalesce(@input, 0), tokens_cached = tokens_cached + coalesce(@cached, 0),
  tokens_out = tokens_out + coalesce(@output, 0),
  cost = case when @cost is null then cost else coalesce(cost, 0) + @cost end,
  provider = @provider, model = @model`;

export const TABLES: Record<KindName, WorkTable> = {
  translation: {
    kind: "translation",
    table: "translation_projects",
    shown: "id",
    key: (id) => id,
    claimed: `
      document_id as documentId, source_lang as sourceLang, source_known as sourceKnown, target_lang as targetLang,
      (select path from documents where documents.id = document_id) as path,
      ${CURRENT("id")} as versionId,
      private as isPrivate,
      case when fresh = 1 or private = 1 then 'nothing' else ${CURRENT("recalls")} end as recalls,
      ${CURRENT("wanted_model")} as wantedModel, ${CURRENT("note")} as note`,
    bill: `
      update translation_versions set ${BILLED}
      where id = (select id from translation_versions where project_id = @key order by number desc limit 1)`,
  },
  transcription: {
    kind: "transcription",
    table: "audio_records",
    ...counting("audio"),
    claimed: `
      id as number, path, size, modified_ms as modifiedMs, source_lang as sourceLang, timed, diarize,
      duration_ms as duration, plan, document_id as documentId`,
    bill: `update audio_records set ${BILLED} where id = @key`,
  },
  generation: {
    kind: "generation",
    table: "jobs",
    ...counting("job"),
    claimed: `
      id as number, type, template_hash as templateHash, parameters, audio_id as audioId, record_id as recordId,
      endpoint_at as endpointAt, ${OWN_ENDPOINTS} as ownEndpoints, problems, reply`,
    own: OWN_ENDPOINTS,
    bill: `update jobs set ${BILLED} where id = @key`,
  },
};

/** The table's own id of a piece of work. */
export const keyOf = ({ kind, id }: { kind: KindName; id: string }): string | number | null =>
  TABLES[kind].key(id);

export const WORK_TABLES = KINDS.map((kind) => TABLES[kind]);
