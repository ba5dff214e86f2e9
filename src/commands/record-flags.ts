/** The options of all that `record` does; each action takes some of them. */
export interface RecordFlags {
  template?: string;
  /** Milliseconds. */
  since?: number;
  limit?: number;
  field?: string;
  change?: number;
  recording?: string;
  format?: string;
  output?: string;
  force?: boolean;
  yes?: boolean;
}
