import type { Source } from "./modules.js";
import { roomsOf } from "./rooms.js";

/** A program of one file, made up to try a rule. */
export const only = (text: string, path = "core/one.ts"): Source[] => [{ path, text }];

/** A table of rooms, made up to try the rules about rooms. */
export const drawn = roomsOf(`
| room | holds | may import | packages it owns |
| ---- | ----- | ---------- | ---------------- |
| \`core\` | rules | – | – |
| \`store\` | an interface | core | – |
| \`store/sqlite\` | it on SQLite | core, store | better-sqlite3 |
| \`jobs\` | work | core, type store | @scope/cron |
`);

/** Another, with the faces and what they stand for. */
export const roomsWithVerbs = roomsOf(`
| room | holds | may import | packages it owns |
| ---- | ----- | ---------- | ---------------- |
| \`verbs\` | what can be asked for | – | – |
| \`commands\` | skins | verbs | – |
`);
