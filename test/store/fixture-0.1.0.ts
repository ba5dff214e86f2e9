import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { DAY, HOUR, MINUTE, SECOND, toUtcText } from "../../src/core/time.js";
import Database, { type Connection } from "../../src/store/sqlite/driver.js";
import { fileHash, scopeKey, textHash } from "../../src/store/sqlite/hash.js";

const SCOPE = { endpoint: "openai", model: "m", version: "1", from: "en", to: "fr" };

const WELCOME = { source: "Good evening, and welcome.", target: "Bonsoir et bienvenue." };
const THANKS = { source: "Thank you for listening.", target: "Merci de votre attention." };
const TRAIN = { source: "The train leaves at six.", target: "Le train part à six heures." };

/** What the translation memory knows: two lines of the pending project are among it. */
const REMEMBERED = [WELCOME, THANKS, TRAIN];

/** One project each; a line without a translation is open, null is one that was given up. */
const PROJECTS = {
  pending: {
    lines: [
      WELCOME.source,
      "Tonight we talk\nabout the sea.",
      "It covers most of our planet.",
      THANKS.source,
    ],
    translations: [],
  },
  processing: {
    lines: [TRAIN.source, "Bring a coat, it is cold.", "We meet on platform two."],
    translations: [TRAIN.target],
  },
  failed: {
    lines: ["Open the window, please.", "Nobody wanted to say this.", "Now close it again."],
    translations: ["Ouvrez la fenêtre, je vous prie.", null, "Refermez-la maintenant."],
  },
  completed: {
    lines: [WELCOME.source, "Here is the news.", THANKS.source],
    translations: [WELCOME.target, "Voici les nouvelles.", THANKS.target],
  },
  /** Completed and written long ago. */
  old: {
    lines: ["Once upon a time.", "They lived happily ever after."],
    translations: ["Il était une fois.", "Ils vécurent heureux."],
  },
} satisfies Record<string, { lines: string[]; translations: (string | null)[] }>;

type Name = keyof typeof PROJECTS;

export interface Release010 {
  /** The projects' ids. */
  ids: Record<Name, string>;
  /** Their source texts. */
  lines: Record<Name, readonly string[]>;
  /** Translations in the memory by source text, under openai, m, prompt 1, en to fr. */
  remembered: Readonly<Record<string, string>>;
}

interface Options {
  /** The moment it is left at: in work for 20 minutes, by a worker that is not heard of any more. */
  now?: number;
  /** Where the source files are said to lie. */
  folder?: string;
}

const span = (index: number) => [(2 * index + 1) * SECOND, (2 * index + 2) * SECOND + 800] as const;

const timestamp = (ms: number) => new Date(ms).toISOString().slice(11, 23).replace(".", ",");

const subRip = (lines: readonly string[]) =>
  lines
    .map((text, index) => `${index + 1}\n${span(index).map(timestamp).join(" --> ")}\n${text}\n`)
    .join("\n");

/** What each project's row says beside its lines. */
const rowsAt = (now: number, folder: string): Record<Name, object> => ({
  pending: { created_at: toUtcText(now - 5 * MINUTE) },
  processing: {
    created_at: toUtcText(now - 25 * MINUTE),
    started_at: toUtcText(now - 20 * MINUTE),
    reserved_at: toUtcText(now - 19 * MINUTE),
    reserved_by: "elsewhere:4711:1",
    claim: "claim-of-the-dead",
  },
  failed: {
    created_at: toUtcText(now - 30 * MINUTE),
    completed_at: toUtcText(now - 28 * MINUTE),
    attempts: 1,
    processing_time_seconds: 4.5,
    quality_score: 66.7,
    error_message: "line 2 could not be translated",
  },
  completed: {
    created_at: toUtcText(now - 2 * HOUR),
    completed_at: toUtcText(now - 2 * HOUR + MINUTE),
    processing_time_seconds: 3.2,
    quality_score: 100,
  },
  old: {
    created_at: toUtcText(now - 40 * DAY),
    completed_at: toUtcText(now - 40 * DAY),
    processing_time_seconds: 2,
    quality_score: 100,
    exported_at: toUtcText(now - 39 * DAY),
    exported_path: `${folder}/old.fr.srt`,
  },
});

/** A database as version 0.1.0 leaves it, made by its own SQL. */
export function buildRelease010(
  file: string,
  { now = Date.now(), folder = "/talks" }: Options = {},
): Release010 {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new Database(file);
  db.pragma("auto_vacuum = incremental");
  db.pragma("journal_mode = wal");
  for (const script of ["001_queue.sql", "002_operations.sql"])
    db.exec(readFileSync(new URL(`../../sql/${script}`, import.meta.url), "utf8"));
  db.pragma("user_version = 2");
  const build = new Builder(db, toUtcText(now));
  const rows = rowsAt(now, folder);
  const names = Object.keys(PROJECTS) as Name[];
  for (const name of names) build.project(name, `${folder}/${name}.srt`, rows[name]);
  build.memory();
  build.rest(names.map(idOf), folder);
  db.close();
  const each = <Value>(value: (name: Name) => Value) =>
    Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>;
  const remembered = Object.fromEntries(REMEMBERED.map(({ source, target }) => [source, target]));
  return { ids: each(idOf), lines: each((name) => PROJECTS[name].lines), remembered };
}

const idOf = (name: Name) => `trans_${name.padEnd(8, "0").slice(0, 8)}_1767700000`;

class Builder {
  constructor(
    readonly db: Connection,
    readonly now: string,
  ) {}

  /** Adds a row; returns its number. */
  insert(table: string, row: object): number | bigint {
    const columns = Object.keys(row);
    const sql = `insert into ${table} (${columns.join(", ")}) values (${columns.map((column) => `@${column}`).join(", ")})`;
    return this.db.prepare(sql).run(row).lastInsertRowid;
  }

  project(name: Name, path: string, row: object) {
    const { lines } = PROJECTS[name];
    const translations: readonly (string | null)[] = PROJECTS[name].translations;
    const { created_at, completed_at = null } = row as { created_at: string; completed_at?: string };
    const id = idOf(name);
    const bytes = Buffer.from(subRip(lines));
    const file = { name: `${name}.srt`, path, hash: fileHash(bytes) };
    const encoded = { format: "srt", encoding: "utf-8", bytes, segments_count: lines.length };
    const document_id = this.insert("documents", { ...file, ...encoded, created_at });
    lines.forEach((text, idx) => {
      const [start_ms, end_ms] = span(idx);
      this.insert("segments", { document_id, idx, start_ms, end_ms, text, hash: textHash(text) });
    });
    this.insert("translation_projects", {
      ...{ id, document_id, name: file.name, source_lang: "en", target_lang: "fr", lane: "normal" },
      ...{ status: name === "old" ? "completed" : name, available_at: created_at },
      segments_count: lines.length,
      segments_done: translations.filter((text) => text !== null).length,
      ...row,
    });
    const asked = translations.length > 0;
    const version_id = this.insert("translation_versions", {
      ...{ project_id: id, number: 1, created_at, completed_at, prompt_version: completed_at && "1" },
      ...(asked
        ? { provider: "openai", model: "m", tokens_in: 900, tokens_cached: 100, tokens_out: 80 }
        : {}),
      ...(asked ? { cost: 0.0021 } : {}),
    });
    translations.forEach((text, idx) => {
      const line = { version_id, idx, text, origin: "provider" };
      const done = { state: "done", marks: "[]", quality: 100 };
      const given = { state: "failed", marks: '["refused"]', quality: 0 };
      this.insert("segment_translations", { ...line, ...(text === null ? given : done) });
    });
    if (asked) this.request(id, lines.length, created_at);
    if (name === "completed" || name === "old") {
      this.insert("done_files", { path, hash: file.hash, target_lang: "fr", project_id: id, completed_at });
    }
  }

  request(project_id: string, segments: number, created_at: string) {
    const tokens = { tokens_in: 900, tokens_cached: 100, tokens_out: 80 };
    const request = { provider: "openai", model: "m", duration_ms: 1830, outcome: "ok", cost: 0.0021 };
    this.insert("requests", { project_id, segments, ...tokens, ...request, created_at });
  }

  memory() {
    for (const { source, target } of REMEMBERED) {
      const key = { scope: scopeKey(SCOPE), hash: textHash(source) };
      this.insert("memory", { ...key, source, target, marks: "[]", created_at: this.now });
    }
  }

  /** A row at least of everything else that 0.1.0 writes. */
  rest(ids: string[], folder: string) {
    const { now } = this;
    const [, processing, failed] = ids;
    const created_at = now;
    const refused = { code: "refused", message: "the provider refused line 2", segments: "[2]" };
    this.insert("translation_errors", { project_id: failed, ...refused, created_at });
    this.insert("translation_errors", { project_id: null, code: "hook", message: "no answer", created_at });
    this.request("trans_longgone_1767000000", 12, created_at);
    const provider = "openai https://api.openai.com/v1 m";
    this.insert("provider_state", { provider, pace_ms: 120, dialect: '{"temperature":false}' });
    const counts = { rescued: 0, claimed: 2, completed: 1, failed: 1 };
    const started = { started_at: now, finished_at: now };
    this.insert("ticks", { kind: "tick", pid: 4711, host: "elsewhere", ...started, ...counts });
    const written = { path: `${folder}/old.fr.srt`, source_path: `${folder}/old.srt`, target_lang: "fr" };
    this.insert("written_files", { ...written, hash: fileHash(Buffer.from("old")), written_at: now });
    this.insert("control", { name: "restart", value: "1767000000000", changed_at: now });
    const worker = { worker: "elsewhere:4711:1", kind: "watch", memory_bytes: 90_000_000 };
    this.insert("workers", { ...worker, started_at: now, seen_at: now });
    this.insert("audit", { at: now, who: "ana", action: "release-stuck", details: processing });
    const notice = { event: "failed", target: "webhook", message: "{}", available_at: "9999-12-31 00:00:00" };
    this.insert("notices", { ...notice, created_at });
  }
}
