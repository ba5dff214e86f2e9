#!/usr/bin/env node
// What is wrong with an installation is said in one line, since cron mails or logs it each minute.
const { node } = process.versions;
const [major, minor] = node.split(".").map(Number);

function giveUp(why, remedy) {
  console.error(`error: transcron can't start: ${why}; ${remedy}`);
  process.exit(2);
}

if (major < 20 || (major === 20 && minor < 12)) giveUp(`this is Node ${node}`, "install Node 20.12 or newer");
const { main } = await import("../dist/cli.js").catch(({ message }) =>
  giveUp(message.split("\n")[0], "run npm ci in its folder, or install transcron again"),
);

process.exitCode = await main(process.argv.slice(2));
