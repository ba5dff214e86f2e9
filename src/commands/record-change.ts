import type { Terminal } from "../context.js";
import type { Change } from "../core/record/change.js";
import { placeName } from "../core/record/place.js";
import { plainValue } from "../core/record/plain-value.js";
import { visibleLine } from "../core/visible.js";
import { dim, green, yellow } from "../print.js";
import { exportRecords } from "../verbs/record/export.js";
import { findRecord } from "../verbs/record/find.js";
import { forgetRecord } from "../verbs/record/forget.js";
import { setFields } from "../verbs/record/set.js";
import { undoChanges } from "../verbs/record/undo.js";
import { agrees } from "./ask.js";
import type { Outcome } from "./command.js";
import type { RecordFlags } from "./record-flags.js";

export async function setOne(
  context: Terminal,
  text: string,
  assignments: readonly string[],
): Promise<undefined> {
  const { record, changes } = await setFields(context, text, assignments);
  context.print.result({ record, changes }, () =>
    changes.length
      ? changes.map((change) => describe(record.id, change)).join("\n")
      : dim("nothing to change"),
  );
  return undefined;
}

export async function undoOne(
  context: Terminal,
  text: string,
  { change, recording }: RecordFlags,
): Promise<undefined> {
  const { record, changes } = await undoChanges(context, text, { change, recording });
  context.print.result({ record, changes }, () =>
    changes.length
      ? changes
          .map((one) => `${describe(record.id, one)} ${dim(`(takes back change ${one.undoes})`)}`)
          .join("\n")
      : dim("nothing to take back"),
  );
  return undefined;
}

/** `record-1: city: Lyon → Paris`. */
function describe(id: string, change: Change): string {
  const shown = (value: Change["old"]) => (value === null ? dim("nothing") : visibleLine(plainValue(value)));
  const { old } = change;
  const isSame = JSON.stringify(old) === JSON.stringify(change.new);
  const values = isSame ? `${shown(old)}, as before` : `${shown(old)} → ${shown(change.new)}`;
  return `${id}: ${visibleLine(placeName(change))}: ${values}`;
}

export async function writeRecords(
  context: Terminal,
  texts: readonly string[],
  { template, since, format, output, force }: RecordFlags,
): Promise<undefined> {
  const { print, clock } = context;
  const filter = {
    ...(template === undefined ? {} : { template }),
    ...(since === undefined ? {} : { since: clock.now() - since }),
  };
  const { bytes, path, count } = await exportRecords(context, texts, filter, {
    ...(format === undefined ? {} : { format }),
    ...(output === undefined || output === "-" ? {} : { output }),
    ...(force ? { force } : {}),
  });
  if (path === null) print.bytes(bytes);
  else
    print.result(
      { path, records: count },
      () => `${green("wrote")} ${visibleLine(path)}: ${count} ${count === 1 ? "record" : "records"}`,
    );
  return undefined;
}

export async function forgetOne(
  context: Terminal,
  text: string,
  { yes }: RecordFlags,
): Promise<Outcome | undefined> {
  const { print } = context;
  const record = await findRecord(context, text);
  const name = visibleLine(record.name ? `${record.id} (${record.name})` : record.id);
  if (
    !yes &&
    !(await agrees(
      context,
      `forget ${name}, its history, its quotes and the transcripts it was made from, for good?`,
    ))
  )
    return undefined;
  const { traces, ...forgotten } = await forgetRecord(context, record);
  const { erased, recordings } = forgotten;
  print.result({ forgotten: { ...forgotten, traces: traces?.reason ?? null } }, () =>
    [
      `${green("forgot")} ${name}: ${erased.changes} changes of its history`,
      ...(recordings.length
        ? [`deleted ${recordings.join(", ")} with what was said in them; their files stay where they are`]
        : []),
    ].join("\n"),
  );
  if (traces)
    print.error(`some of its words may be left in the database's file: ${traces.reason}`, traces.hint);
  print.note(yellow("Backups that were made before still hold it."));
  return traces ? "partly" : undefined;
}
