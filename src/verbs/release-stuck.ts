import type { Context } from "../context.js";
import { rescueStuck } from "../queue/rescue.js";
import type { Change } from "../store/changes.js";
import { audited } from "./audited.js";

/** Takes projects from workers that are gone, or not heard of for `olderThan` milliseconds (default: STUCK_AFTER). */
export async function releaseStuck(context: Context, olderThan?: number): Promise<Change[]> {
  const rescued = await rescueStuck(context, olderThan);
  const changed = rescued.map(({ id, status }): Change => ({ id, from: "processing", to: status }));
  return audited(context, "release-stuck", changed);
}
