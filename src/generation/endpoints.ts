import type { Context } from "../context.js";
import type { Template } from "../core/template.js";
import type { Endpoint } from "../endpoints/endpoint.js";

type Asked = Pick<Template, "endpoints">;

/** How many endpoints a template's jobs may ask, one after another. */
export const endpointCount = ({ endpoints }: Asked): number => Math.max(1, endpoints.length);

/**
 * Who is asked: the template's endpoint at this place of its list (`anthropic:claude-sonnet-4-6`), the last beyond its
 * end; the configured one where it names none.
 */
export function endpointFor(context: Context, { endpoints }: Asked, at: number): Promise<Endpoint> {
  const named = endpoints[Math.min(at, endpoints.length - 1)];
  if (named === undefined) return context.endpoint();
  const colon = named.indexOf(":");
  const [provider, model] = colon < 0 ? [named, undefined] : [named.slice(0, colon), named.slice(colon + 1)];
  return context
    .with({ TRANSCRON_PROVIDER: provider, ...(model === undefined ? {} : { TRANSCRON_MODEL: model }) })
    .endpoint();
}
