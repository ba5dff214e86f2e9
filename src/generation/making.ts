import type { JsonObject } from "../core/json.js";
import type { Template } from "../core/template.js";
import type { Turn } from "../queue/kind.js";
import type { ClaimedJob } from "../store/jobs.js";

/** A job in progress: what is asked, and where it stands. */
export interface Making {
  turn: Turn<ClaimedJob>;
  template: Template;
  parameters: JsonObject;
}
