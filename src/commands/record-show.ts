import type { Terminal } from "../context.js";
import { placeName } from "../core/record/place.js";
import { plainValue } from "../core/record/plain-value.js";
import { formatDuration, toUtcText } from "../core/time.js";
import { visibleLine } from "../core/visible.js";
import { bold, dim } from "../print.js";
import type { RecordChange, StoredRecord } from "../store/records.js";
import { table } from "../table.js";
import { recordHistory, showRecord } from "../verbs/record/history.js";
import type { RecordFlags } from "./record-flags.js";

const DEFAULT_LIMIT = 20;

export async function listRecords(
  { store, clock, print }: Terminal,
  { template, since, limit = DEFAULT_LIMIT }: RecordFlags,
): Promise<undefined> {
  const filter = {
    ...(template === undefined ? {} : { template }),
    ...(since === undefined ? {} : { since: clock.now() - since }),
  };
  // One more than is shown tells whether there are more.
  const found = await (await store()).listRecords({ ...filter, limit: limit + 1 });
  const records = found.slice(0, limit);
  print.result({ records }, () => {
    if (records.length === 0) return dim(template || since ? "no records fit" : "no records yet");
    const rows = records.map((record) => [
      record.id,
      record.name ?? "",
      record.template ?? "",
      toUtcText(record.updatedAt),
      summaryOf(record),
    ]);
    const more = found.length > limit ? `\n${dim(`more are not shown: raise --limit`)}` : "";
    return table(LIST, rows, print.columns) + more;
  });
  return undefined;
}

const LIST = [
  { title: "ID" },
  { title: "NAME" },
  { title: "TEMPLATE" },
  { title: "CHANGED (UTC)" },
  { title: "FIELDS", shrinks: true, paint: dim },
];

const summaryOf = ({ fields }: StoredRecord) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${plainValue(value)}`)
    .join(" · ");

export async function showOne(context: Terminal, text: string): Promise<undefined> {
  const { print } = context;
  const { record, sources } = await showRecord(context, text);
  print.result({ record, sources }, () => {
    const head = [
      record.id,
      ...(record.name ? [record.name] : []),
      ...(record.template ? [record.template] : []),
    ];
    const when = dim(`made ${toUtcText(record.createdAt)}, changed ${toUtcText(record.updatedAt)} UTC`);
    const rows = Object.entries(record.fields).map(([field, value]) => {
      const source = sources[field];
      const from = source ? sourceOf(source) : "";
      return [
        field,
        plainValue(value),
        record.locked.includes(field) ? `${from} (stays)` : from,
        source?.quote ?? "",
      ];
    });
    const body = rows.length ? table(SHOW, rows, print.columns) : dim("it has no fields yet");
    return `${bold(visibleLine(head.join("  ")))}\n${when}\n\n${body}`;
  });
  return undefined;
}

const SHOW = [
  { title: "FIELD" },
  { title: "VALUE", wraps: true },
  { title: "FROM" },
  { title: "QUOTE", wraps: true, paint: dim },
];

/** The recording and when it was said in it, or the person. */
function sourceOf({ recording, position, who }: RecordChange): string {
  if (recording === null) return who;
  return position === null ? recording : `${recording} at ${formatDuration(position)}`;
}

export async function showHistory(
  context: Terminal,
  text: string,
  { field }: RecordFlags,
): Promise<undefined> {
  const { print } = context;
  const { record, changes } = await recordHistory(context, text, field);
  print.result({ record: record.id, changes }, () => {
    if (changes.length === 0) return dim("nothing was changed");
    const rows = changes.map((change) => [
      String(change.number),
      toUtcText(change.at),
      change.what,
      placeName(change),
      plainValue(change.old),
      plainValue(change.new),
      sourceOf(change),
      noteOf(change),
    ]);
    return table(HISTORY, rows, print.columns);
  });
  return undefined;
}

const HISTORY = [
  { title: "#", align: "right" as const },
  { title: "WHEN (UTC)" },
  { title: "WHAT" },
  { title: "FIELD" },
  { title: "OLD", wraps: true },
  { title: "NEW", wraps: true },
  { title: "FROM" },
  { title: "WHY", wraps: true, paint: dim },
];

function noteOf({ reason, undoes, quote }: RecordChange): string {
  if (undoes !== null) return `takes back change ${undoes}`;
  const said = quote ? `"${quote}"` : "";
  return reason === null ? said : [reason, said].filter(Boolean).join(": ");
}
