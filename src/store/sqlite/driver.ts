import type Database from "better-sqlite3";

/** An open database, as the driver has it. */
export type Connection = Database.Database;

/**
 * better-sqlite3 in the version that this Node can run, chosen before either is loaded: from 13 on it is built on
 * Node-API and crashes Node 20; up to 12 it is built on V8 itself and aborts Node 24.19 and later
 * (nodejs/node#65446).
 */
const major = Number(process.versions.node.split(".")[0]);
const { default: Driver } = major >= 22 ? await import("better-sqlite3") : await import("better-sqlite3-12");

export default Driver;
