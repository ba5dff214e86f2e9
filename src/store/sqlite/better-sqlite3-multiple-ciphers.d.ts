/** The same driver over SQLite3 Multiple Ciphers; its own types can't be found through its `exports`. */
declare module "better-sqlite3-multiple-ciphers" {
  import Database from "better-sqlite3";
  export default Database;
}
