import type { KindName } from "../core/model.js";
import type { Period } from "./statistics.js";

export interface AuditRecord {
  at: number;
  who: string;
  action: string;
  /** The piece of work it was done to; null for settings, backups and the like. */
  kind: KindName | null;
  id: string | null;
  details: string;
}

/** Who changed what. */
export interface Audit {
  audit(records: readonly AuditRecord[]): Promise<void>;
  /** The newest first. */
  listAudit(period: Period): Promise<AuditRecord[]>;
}
