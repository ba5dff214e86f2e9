import { describe } from "vitest";
import type { Store } from "../../src/store/store.js";
import { asksContract } from "./asks.contract.js";
import { auditContract } from "./audit.contract.js";
import { changesContract } from "./changes.contract.js";
import { cleanupContract } from "./cleanup.contract.js";
import { controlContract } from "./control.contract.js";
import { correctionsContract } from "./corrections.contract.js";
import { deliveriesContract } from "./deliveries.contract.js";
import { endpointsContract } from "./endpoints.contract.js";
import { foldersContract } from "./folders.contract.js";
import { jobsContract } from "./jobs.contract.js";
import { linesContract } from "./lines.contract.js";
import { memoryContract } from "./memory.contract.js";
import { noticesContract } from "./notices.contract.js";
import { problemsContract } from "./problems.contract.js";
import { projectsContract } from "./projects.contract.js";
import { queueContract } from "./queue.contract.js";
import { recordingsContract } from "./recordings.contract.js";
import { recordsContract } from "./records.contract.js";
import { requestsContract } from "./requests.contract.js";
import { rescueContract } from "./rescue.contract.js";
import { reviewContract } from "./review.contract.js";
import { statisticsContract } from "./statistics.contract.js";
import { versionsContract } from "./versions.contract.js";
import { workersContract } from "./workers.contract.js";

const CONTRACTS: Record<string, (open: () => Store) => void> = {
  queue: queueContract,
  rescue: rescueContract,
  changes: changesContract,
  projects: projectsContract,
  recordings: recordingsContract,
  jobs: jobsContract,
  lines: linesContract,
  review: reviewContract,
  corrections: correctionsContract,
  versions: versionsContract,
  asks: asksContract,
  memory: memoryContract,
  requests: requestsContract,
  endpoints: endpointsContract,
  deliveries: deliveriesContract,
  folders: foldersContract,
  records: recordsContract,
  control: controlContract,
  workers: workersContract,
  notices: noticesContract,
  audit: auditContract,
  problems: problemsContract,
  statistics: statisticsContract,
  cleanup: cleanupContract,
};

/** The rules every store keeps, whatever it is made of, an interface at a time. */
export function storeContract(engine: string, open: () => Store) {
  for (const [area, contract] of Object.entries(CONTRACTS))
    describe(`${area} on ${engine}`, () => contract(open));
}
