import type { Context } from "../../context.js";
import type { Template } from "../../core/template.js";
import { UserError } from "../../errors.js";

/** What translates lines alone can't write a document. */
const NO_WRITERS = new Set(["command", "pseudo"]);

/** Throws UserError where nobody could write the documents of a template: said before anything is added. */
export function refuseNoWriter(
  { config: { TRANSCRON_PROVIDER: provider } }: Context,
  { endpoints }: Pick<Template, "endpoints">,
): void {
  // Those that a template names can: that is checked when it is read.
  if (endpoints.length || !NO_WRITERS.has(provider)) return;
  throw new UserError(
    `TRANSCRON_PROVIDER is ${provider}, which can't write documents`,
    `name an endpoint in the template, such as \`"endpoints": ["openai:gpt-6-luna"]\`, or set TRANSCRON_PROVIDER to openai or anthropic`,
  );
}
