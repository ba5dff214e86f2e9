import type { Context } from "../context.js";
import type { Resumed } from "../store/control.js";

/** Lets no worker start anything until resume. `changed` is false if work was paused already. */
export async function pause(context: Context, reason: string): Promise<{ changed: boolean }> {
  const changed = await (await context.store()).pause({
    by: context.actor,
    reason,
    now: context.clock.now(),
  });
  if (changed) await context.audit("pause", reason);
  return { changed };
}

/** Lets work go on, also with a provider that was paused for an error. Returns what was lifted, in words. */
export async function resume(context: Context): Promise<{ lifted: string[] }> {
  const lifted = describe(await (await context.store()).resume(context.clock.now()));
  if (lifted.length) await context.audit("resume", lifted.join(", "));
  return { lifted };
}

const describe = ({ work, endpoints, waiting }: Resumed): string[] => [
  ...(work ? ["all work"] : []),
  ...endpoints.map((key) => `provider ${key}`),
  ...(waiting ? [`${waiting} projects that waited`] : []),
];

/** Asks running workers to save what they do and end. */
export async function restart(context: Context): Promise<void> {
  await (await context.store()).restart(context.clock.now());
  await context.audit("restart", "");
}
