import { accessSync, constants, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { shellWord } from "../../core/command-line.js";
import { formatDuration, MINUTE } from "../../core/time.js";
import { trusted } from "../../system/trust.js";
import { broken, type Check, ok, warning } from "./finding.js";

const LEAST_NODE = [20, 12];

export const node: Check = async () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const enough = major > LEAST_NODE[0]! || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]!);
  return enough
    ? ok(`Node ${process.versions.node}`)
    : broken(`Node ${process.versions.node} is too old`, `install Node ${LEAST_NODE.join(".")} or newer`);
};

export const home: Check = async ({ home: folder }) => {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return broken(`${folder} can't be written by this user`, `chown -R $(id -un) ${shellWord(folder)}`);
  }
  trusted(folder, "700");
  trusted(join(folder, ".env"), "600");
  const open = [
    ...openToOthers(folder, "700"),
    ...[".env", "transcron.db"].flatMap((name) => openToOthers(join(folder, name), "600")),
  ];
  return open.length ? open : ok(folder);
};

function openToOthers(path: string, wanted: string) {
  const mode = (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o777;
  return mode & 0o077
    ? warning(`${path} is open to others (${mode.toString(8)})`, `chmod ${wanted} ${shellWord(path)}`)
    : [];
}

/** Who compares a log with a watch should know. */
export const times: Check = async ({ clock }) => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const ahead = -new Date(clock.now()).getTimezoneOffset();
  const offset = formatDuration(Math.abs(ahead) * MINUTE);
  const here = ahead === 0 ? "" : `, ${offset} ${ahead > 0 ? "ahead of" : "behind"} it`;
  return ok(`logs tell times in UTC; this machine is in ${timeZone}${here}`);
};

const LEAST_FREE = 200 * 1024 ** 2;
/** f_type of file systems on which a WAL database does not work, see statfs(2). */
const NETWORK_FILE_SYSTEMS: Record<number, string> = {
  26985: "NFS",
  20859: "SMB",
  4283649346: "CIFS",
  4266872130: "SMB",
  1702057286: "FUSE",
};

export const disk: Check = async ({ home: folder }) => {
  const { bavail, bsize, type } = statfsSync(folder);
  const network = NETWORK_FILE_SYSTEMS[type];
  if (network)
    return broken(
      `${folder} is on ${network}, where a WAL database does not work`,
      "use a home on a local disk (TRANSCRON_HOME)",
    );
  const free = bavail * bsize;
  const says = `${(free / 1024 ** 3).toFixed(1)} GB free`;
  return free < LEAST_FREE ? broken(says, `make room on the disk of ${folder}`) : ok(says);
};
