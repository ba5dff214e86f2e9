import { fromUtcText, toUtcText } from "../../core/time.js";
import type { Folder, FolderFile, FolderSettings, Folders, ScanMoment, Scanned } from "../folders.js";
import type { Db } from "./db.js";

/** Rows a statement: large enough that the statement costs nothing, small enough for memory. */
const FILES_A_STATEMENT = 1000;

/** A scan that began in the future began by a clock that was ahead. */
const DUE = "(scanned_at is null or scanned_at <= @before or scanned_at > @now)";

const times = ({ now, interval }: ScanMoment) => ({ now: toUtcText(now), before: toUtcText(now - interval) });

export const folders = (db: Db): Folders => ({
  listFolders: async () => db.all<Row>(`select ${COLUMNS} from folders order by path`).map(folderOf),
  saveFolder: async (folder) => db.transaction(() => save(db, folder)),
  removeFolder: async (path) => db.run("delete from folders where path = @path", { path }) > 0,
  isScanDue: async (moment) =>
    db.value(`select 1 from folders where ${DUE} limit 1`, times(moment)) !== undefined,
  // Costs nothing to do again: a scan that a power cut took back is done a second time.
  beginScan: async (id, moment) =>
    db.lightly(
      () =>
        db.run(`update folders set scanned_at = @now where id = @id and ${DUE}`, { id, ...times(moment) }) ===
        1,
    ),
  folderFiles: async (id) =>
    db.all<FolderFile>(
      `select path, size, modified_ms as modifiedMs, outcome, reason from folder_files where folder_id = @id`,
      { id },
    ),
  endScan: async (id, scanned) => db.lightly(() => db.transaction(() => endScan(db, id, scanned))),
});

const COLUMNS = `
  id, path, targets, source_lang as "from", prefer, encoding, column_name as "column", lane,
  export_dir as exportDir, recordings, created_at as createdAt, scanned_at as scannedAt, figures, error`;

type Json = "targets" | "prefer" | "figures";

interface Row extends Omit<Folder, Json | "recordings" | "createdAt" | "scannedAt"> {
  targets: string;
  prefer: string;
  figures: string | null;
  recordings: 0 | 1;
  createdAt: string;
  scannedAt: string | null;
}

const folderOf = ({ targets, prefer, figures, recordings, createdAt, scannedAt, ...row }: Row): Folder => ({
  ...row,
  targets: JSON.parse(targets) as string[],
  prefer: JSON.parse(prefer) as string[],
  figures: figures === null ? null : (JSON.parse(figures) as Folder["figures"]),
  recordings: recordings === 1,
  createdAt: fromUtcText(createdAt),
  scannedAt: scannedAt === null ? null : fromUtcText(scannedAt),
});

function save(
  db: Db,
  { path, settings, now }: { path: string; settings: FolderSettings; now: number },
): void {
  const id = db.value<number>(
    `
    insert into folders (path, targets, source_lang, prefer, encoding, column_name, lane, export_dir,
      recordings, created_at)
    values (@path, @targets, @from, @prefer, @encoding, @column, @lane, @exportDir, @recordings, @now)
    on conflict (path) do update set
      targets = excluded.targets, source_lang = excluded.source_lang, prefer = excluded.prefer,
      encoding = excluded.encoding, column_name = excluded.column_name, lane = excluded.lane,
      export_dir = excluded.export_dir, recordings = excluded.recordings, scanned_at = null
    returning id
    `,
    {
      path,
      ...settings,
      targets: JSON.stringify(settings.targets),
      prefer: JSON.stringify(settings.prefer),
      recordings: settings.recordings ? 1 : 0,
      now: toUtcText(now),
    },
  )!;
  db.run("delete from folder_files where folder_id = @id", { id });
}

function endScan(db: Db, id: number, { figures, error, changed, gone }: Scanned): void {
  const there = db.run(
    "update folders set figures = coalesce(@figures, figures), error = @error where id = @id",
    { id, figures: figures && JSON.stringify(figures), error },
  );
  if (!there) return;
  for (const paths of slices(gone))
    db.run(
      "delete from folder_files where folder_id = @id and path in (select value from json_each(@paths))",
      { id, paths: JSON.stringify(paths) },
    );
  for (const files of slices(changed)) {
    const rows = files.map(({ path, size, modifiedMs, outcome, reason }) => [
      path,
      size,
      modifiedMs,
      outcome,
      reason,
    ]);
    db.run(
      `
      insert into folder_files (folder_id, path, size, modified_ms, outcome, reason)
      select @id, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from json_each(@rows) where true
      on conflict do update set size = excluded.size, modified_ms = excluded.modified_ms,
        outcome = excluded.outcome, reason = excluded.reason
      `,
      { id, rows: JSON.stringify(rows) },
    );
  }
}

function* slices<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += FILES_A_STATEMENT)
    yield items.slice(from, from + FILES_A_STATEMENT);
}
