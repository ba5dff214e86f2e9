import type { Context } from "../context.js";
import type { Answered } from "../store/database.js";

/**
 * Runs one SQL statement of the owner's. One that changes something needs `write`, and is noted in the audit log.
 * Throws UserError for a statement that is wrong.
 */
export async function sql(
  context: Context,
  { statement, write }: { statement: string; write: boolean },
): Promise<Answered> {
  const answered = (await context.database()).answer(statement, { write });
  if (write) await context.audit("sql", statement);
  return answered;
}
