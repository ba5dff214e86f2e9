/** The same package in its last version for Node 20, under an alias of package.json. */
declare module "better-sqlite3-12" {
  import Database from "better-sqlite3";
  export default Database;
}
