import type { Asks } from "./asks.js";
import type { Audit } from "./audit.js";
import type { Changes } from "./changes.js";
import type { Cleanup } from "./cleanup.js";
import type { Control } from "./control.js";
import type { Corrections } from "./corrections.js";
import type { Deliveries } from "./deliveries.js";
import type { Endpoints } from "./endpoints.js";
import type { Folders } from "./folders.js";
import type { Jobs } from "./jobs.js";
import type { Lines } from "./lines.js";
import type { Memory } from "./memory.js";
import type { Notices } from "./notices.js";
import type { Pieces } from "./pieces.js";
import type { Problems } from "./problems.js";
import type { Projects } from "./projects.js";
import type { Queue } from "./queue.js";
import type { Recordings } from "./recordings.js";
import type { Records } from "./records.js";
import type { Requests } from "./requests.js";
import type { Statistics } from "./statistics.js";
import type { Versions } from "./versions.js";
import type { Workers } from "./workers.js";

/**
 * What transcron keeps: small interfaces, each with its records in a file of its own. Each method is one transaction.
 * Times are milliseconds since 1970; an implementation keeps them as it likes. Throws Transient while another
 * process holds the database.
 */
export interface Store
  extends Queue,
    Changes,
    Projects,
    Pieces,
    Recordings,
    Jobs,
    Lines,
    Corrections,
    Versions,
    Asks,
    Memory,
    Requests,
    Endpoints,
    Deliveries,
    Folders,
    Records,
    Control,
    Workers,
    Notices,
    Audit,
    Problems,
    Statistics,
    Cleanup {
  close(): void;
}
