// The one judge: what is stored, what is exported and what was paid for, beside what is right.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rightFor } from "./films.mjs";

const ANSWERED = "('ok', 'repaired', 'unreadable', 'late')";

export async function judge(home, server) {
  const found = { lost: 0, doubled: 0, misplaced: 0, extra: 0, flight: 0, broken: [...home.complaints] };
  judgeStored(home, found);
  await judgeExports(home, found);
  judgePaid(home, server, found);
  return found;
}

/** Compares a list of translations with the right ones, place by place. */
function compare(film, texts, found, where) {
  const right = film.lines.map(rightFor);
  const times = new Map();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  const lost = right.filter((text) => !times.has(text)).length;
  const doubled = [...times.values()].filter((count) => count > 1).length;
  const misplaced = texts.filter((text, at) => text !== undefined && text !== right[at]).length;
  found.lost += lost;
  found.doubled += doubled;
  if (!lost && !doubled) found.misplaced += misplaced;
  else found.misplaced += texts.filter((text) => text !== undefined && !right.includes(text)).length;
  if (lost || doubled || misplaced)
    found.broken.push(`${film.name}: ${where}: ${lost} lost, ${doubled} doubled, ${misplaced} misplaced`);
}

function judgeStored(home, found) {
  const db = home.open({ readonly: true });
  for (const film of home.films) {
    const projects = db.all(
      "select id, document_id, status from translation_projects where name = ?",
      film.name,
    );
    if (projects.length !== 1) {
      found[projects.length ? "doubled" : "lost"]++;
      found.broken.push(`${film.name}: ${projects.length} projects`);
      continue;
    }
    const [{ id, document_id, status }] = projects;
    const source = db.all("select text from segments where document_id = ? order by idx", document_id);
    if (source.map(({ text }) => text).join("\n") !== film.lines.join("\n"))
      found.broken.push(`${film.name}: the stored source differs`);
    const stored = db.all(
      `select idx, t.text from segment_translations t join translation_versions v on v.id = version_id
       where project_id = ? and state = 'done' order by idx`,
      id,
    );
    const texts = film.lines.map(() => undefined);
    for (const { idx, text } of stored) {
      if (texts[idx] !== undefined) found.doubled++;
      texts[idx] = text;
      if (text !== rightFor(film.lines[idx] ?? "")) {
        found.misplaced++;
        found.broken.push(`${film.name}: line ${idx + 1} is stored as ${text}`);
      }
    }
    if (status === "completed" && texts.includes(undefined)) compare(film, texts, found, "completed");
  }
  const [{ result }] = db.all("select integrity_check as result from pragma_integrity_check");
  if (result !== "ok") found.broken.push(`the database: ${result}`);
  db.close();
}

async function judgeExports(home, found) {
  const folder = join(home.root, "exports");
  mkdirSync(folder, { recursive: true });
  const { code, err } = await home.ask("export", "--all", "-o", folder);
  if (code !== 0) found.broken.push(`export --all: exit ${code}: ${err.slice(0, 200)}`);
  for (const film of home.films) {
    const path = join(folder, film.name.replace(/\.(\w+)$/, ".fr.$1"));
    if (!existsSync(path)) {
      found.lost += film.lines.length;
      found.broken.push(`${film.name}: was not exported`);
      continue;
    }
    const text = readFileSync(path, "utf8");
    if (text === film.translated) continue;
    found.broken.push(`${film.name}: the export is not the source with its translations`);
    compare(film, text.match(/FR\(.*\)/g) ?? [], found, "exported");
  }
}

function judgePaid(home, server, found) {
  const mine = new Set(home.films.flatMap(({ lines }) => lines));
  const answered = server.requests.filter((request) => request.answered);
  const paid = new Map();
  for (const { well, interrupted } of answered) {
    for (const line of well.filter((line) => mine.has(line))) {
      const times = paid.get(line) ?? { well: 0, interrupted: 0 };
      paid.set(line, { well: times.well + 1, interrupted: times.interrupted + (interrupted ? 1 : 0) });
    }
  }
  for (const { well, interrupted } of paid.values()) found.extra += Math.max(0, well - 1 - interrupted);
  found.flight = server.requests.filter(({ interrupted }) => interrupted).length;
  if (found.extra) found.broken.push(`${found.extra} lines were paid for again`);

  const db = home.open({ readonly: true });
  const [{ rows }] = db.all(`select count(*) as rows from requests where outcome in ${ANSWERED}`);
  db.close();
  const sure = answered.filter(({ interrupted }) => !interrupted).length;
  // A request that was out at a kill may have been logged or not.
  if (rows < sure || rows > answered.length)
    found.broken.push(`the request log has ${rows} answers, the server gave ${sure} to ${answered.length}`);
}
