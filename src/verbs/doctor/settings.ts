import { join } from "node:path";
import { type Check, ok, warning } from "./finding.js";

export const settings: Check = async ({ config, home }) => {
  const { written, unknown } = config;
  const from = (origin: string) =>
    Object.entries(written).flatMap(([name, one]) => (one.origin === origin ? [name] : []));
  const shell = from("environment");
  const kept = from(".env");
  return [
    ...(shell.length
      ? warning(
          `from this shell's environment, which cron does not have: ${shell.join(", ")}`,
          `put them into ${join(home, ".env")}`,
        )
      : []),
    ...(unknown.length
      ? warning(`no settings of transcron in .env: ${unknown.join(", ")}`, "transcron config shows the names")
      : []),
    ...ok(kept.length ? `from .env: ${kept.join(", ")}` : "all defaults"),
  ];
};
