import type { Context } from "../context.js";
import type { Resumed } from "../store/control.js";

/** Lets work go on, also with an endpoint that was paused for an error. Returns what was lifted. */
export async function resume(context: Context): Promise<Resumed> {
  const resumed = await (await context.store()).resume(context.clock.now());
  const lifted = describeResumed(resumed);
  if (lifted.length) await context.audit("resume", lifted.join(", "));
  return resumed;
}

/** What was lifted, in words; none if nothing was paused. */
export const describeResumed = ({ work, endpoints, waiting }: Resumed): string[] => [
  ...(work ? ["all work"] : []),
  ...endpoints.map((key) => `provider ${key}`),
  ...(waiting ? [`${waiting} ${waiting === 1 ? "piece" : "pieces"} of work that waited`] : []),
];
