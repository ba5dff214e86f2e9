import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { scratch } from "./support/world.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A copy of the built program, with the packages that are named. */
function installed(parts: readonly string[], packages: (name: string) => boolean) {
  const folder = scratch();
  for (const part of ["bin", "sql", "package.json", ...parts])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(join(root, "node_modules")).filter(packages))
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  mkdirSync(join(folder, "home"), { mode: 0o700 });
  return folder;
}

function run(folder: string, ...options: string[]) {
  const words = [...options, join(folder, "bin/transcron.js"), "--home", join(folder, "home"), "pause"];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  return { status, stderr };
}

const REMEDY = "run npm ci in its folder, or install transcron again\n";

test.each([
  ["that was not built", [], () => true, "can't start: Cannot find module"],
  ["without packages", ["dist"], () => false, "can't start: Cannot find package 'commander'"],
  [
    "without a database driver",
    ["dist"],
    (name: string) => !name.startsWith("better-sqlite3"),
    "the installation is incomplete: Cannot find package 'better-sqlite3",
  ],
])("an installation %s says in one line what to do", (_, parts, packages, message) => {
  const { status, stderr } = run(installed(parts, packages));
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr.split("\n")).toHaveLength(2);
  expect(stderr.endsWith(REMEDY)).toBe(true);
});

/** Each driver is loaded by the Node it is for. */
const DRIVER = Number(process.versions.node.split(".")[0]) >= 22 ? "better-sqlite3" : "better-sqlite3-12";

test.each([
  ["that is missing", "Could not locate the bindings file. Tried:\\n → a\\n → b", undefined],
  [
    "that was built for another Node",
    "The module was compiled against another\\nNode.js version",
    "ERR_DLOPEN_FAILED",
  ],
])("a native module %s is told in one line", (_, message, code) => {
  const folder = installed(["dist"], (name) => name !== DRIVER);
  const driver = join(folder, "node_modules", DRIVER);
  mkdirSync(driver);
  writeFileSync(join(driver, "package.json"), '{"main": "index.js"}');
  const error = `Object.assign(new Error("${message}"), ${JSON.stringify({ code })})`;
  writeFileSync(join(driver, "index.js"), `module.exports = class { constructor() { throw ${error}; } };`);
  const { status, stderr } = run(folder);
  expect(status).toBe(2);
  expect(stderr.split("\n")).toHaveLength(2);
  expect(stderr.endsWith(REMEDY)).toBe(true);
});

test.each(["18.20.4", "20.11.1"])("Node %s is refused in one line", (version) => {
  const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const { status, stderr } = run(root, "--import", `data:text/javascript,${encodeURIComponent(pretend)}`);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: `error: transcron can't start: this is Node ${version}; install Node 20.12 or newer\n`,
  });
});
