import type { Context } from "../context.js";
import { StatementWrites } from "../errors.js";
import type { Answered } from "../store/database.js";

/**
 * Runs one SQL statement of the owner's. One that changes something needs `write`, and is noted in the audit log.
 * Throws UserError for a statement that is wrong.
 */
export async function sql(
  context: Context,
  { statement, write }: { statement: string; write: boolean },
): Promise<Answered> {
  const answered = await answerOf(context, { statement, write });
  if (write) await context.audit("sql", statement);
  return answered;
}

async function answerOf(
  context: Context,
  { statement, write }: { statement: string; write: boolean },
): Promise<Answered> {
  try {
    return (await context.database()).answer(statement, { write });
  } catch (error) {
    if (!(error instanceof StatementWrites)) throw error;
    throw new StatementWrites(error.message, "run it with `--write`; it is noted in the audit log");
  }
}
