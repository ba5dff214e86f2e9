import type { Context } from "../../context.js";
import { propertiesOf } from "../../core/template-names.js";
import { UserError } from "../../errors.js";
import { listPlaces, readTemplate, type TemplatePlace } from "../../generation/template-folder.js";

export interface ListedTemplate extends TemplatePlace {
  /** Names of the parameters; one that may be left out ends with `?`. Empty where the template can't be read. */
  parameters: string[];
  output: "json" | "record" | "markdown" | "text" | null;
  /** Why it can't be read; null if it can. */
  error: string | null;
}

/** The templates of the home and those that ship; one that can't be read says why. */
export const listTemplates = ({ home }: Pick<Context, "home">): Promise<ListedTemplate[]> =>
  Promise.all(listPlaces(home).map(listed));

async function listed(place: TemplatePlace): Promise<ListedTemplate> {
  try {
    const { parameters: schema, output, record } = await readTemplate(place);
    const required = Array.isArray(schema.required) ? schema.required : [];
    const parameters = Object.keys(propertiesOf(schema)).map((name) =>
      required.includes(name) ? name : `${name}?`,
    );
    const kind = typeof output === "string" ? output : record ? "record" : "json";
    return { ...place, parameters, output: kind, error: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...place, parameters: [], output: null, error: error.message };
  }
}
