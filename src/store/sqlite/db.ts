import type Database from "better-sqlite3";

type Parameters = Record<string, unknown>;
type Statement = Database.Statement<Parameters[], unknown>;

/**
 * A connection whose statements are prepared when they are first run, so that a tick with nothing to do pays for
 * none of the others. Writes are durable (`synchronous` FULL) unless they are made `lightly`.
 */
export class Db {
  readonly #connection: Database.Database;
  readonly #statements = new Map<string, Statement>();
  readonly #plucked = new Map<string, Statement>();
  readonly #inTransaction: Database.Transaction<(work: () => unknown) => unknown>;
  #light = false;
  #synchronous: "full" | "normal" | undefined;

  constructor(connection: Database.Database) {
    this.#connection = connection;
    this.#inTransaction = connection.transaction((work: () => unknown) => work());
  }

  /** Runs a statement; returns how many rows it changed. */
  run(sql: string, parameters: Parameters = {}): number {
    return this.#prepare(sql).run(parameters).changes;
  }

  get<Row>(sql: string, parameters: Parameters = {}): Row | undefined {
    return this.#prepare(sql).get(parameters) as Row | undefined;
  }

  all<Row>(sql: string, parameters: Parameters = {}): Row[] {
    return this.#prepare(sql).all(parameters) as Row[];
  }

  /** The first column of the first row. */
  value<Value>(sql: string, parameters: Parameters = {}): Value | undefined {
    return this.#pluck(sql).get(parameters) as Value | undefined;
  }

  /** The first column of each row. */
  values<Value>(sql: string, parameters: Parameters = {}): Value[] {
    return this.#pluck(sql).all(parameters) as Value[];
  }

  /** All of it or nothing; takes the write lock at once, so that what it reads is still true when it writes. */
  transaction<Result>(work: () => Result): Result {
    this.#settleDurability();
    return this.#inTransaction.immediate(work) as Result;
  }

  /** Writes in here survive a kill but perhaps not a power cut: for what costs nothing to do again. */
  lightly<Result>(work: () => Result): Result {
    this.#light = true;
    try {
      return work();
    } finally {
      this.#light = false;
    }
  }

  pragma(text: string): unknown {
    return this.#connection.pragma(text, { simple: true });
  }

  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  close(): void {
    this.#connection.close();
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare<Parameters[], unknown>(sql);
      this.#statements.set(sql, statement);
    }
    if (!statement.readonly) this.#settleDurability();
    return statement;
  }

  #pluck(sql: string): Statement {
    let statement = this.#plucked.get(sql);
    if (!statement) {
      statement = this.#connection.prepare<Parameters[], unknown>(sql).pluck();
      this.#plucked.set(sql, statement);
    }
    if (!statement.readonly) this.#settleDurability();
    return statement;
  }

  /** Between transactions only: SQLite refuses the change inside one. */
  #settleDurability() {
    const wanted = this.#light ? "normal" : "full";
    if (this.#synchronous === wanted || this.#connection.inTransaction) return;
    this.#connection.pragma(`synchronous = ${wanted}`);
    this.#synchronous = wanted;
  }
}
