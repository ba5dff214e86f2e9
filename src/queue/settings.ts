import { createHash } from "node:crypto";
import type { Context } from "../context.js";

/** Leaves a row where the effective settings differ from those work was last done with; secrets as fingerprints. */
export async function noteSettings(context: Context): Promise<void> {
  const { config, clock } = context;
  const shown = Object.fromEntries(
    Object.entries(config.written).map(([name, { text, secret }]) => [
      name,
      secret && text ? fingerprint(text) : (text ?? null),
    ]),
  );
  const now = JSON.stringify(shown);
  const store = await context.store();
  const noted = await store.swapNote({ name: "settings", value: now, now: clock.now() });
  if (noted === null || noted === now) return;
  const before = JSON.parse(noted) as Record<string, string | null>;
  const changes = Object.entries(shown).flatMap(([name, value]) =>
    (before[name] ?? null) === value ? [] : [`${name}: ${before[name] ?? "–"} → ${value ?? "–"}`],
  );
  if (changes.length) await context.audit("settings", changes.join("; "));
}

/** Enough to see that a secret changed, not enough to learn anything of it. */
const fingerprint = (secret: string) =>
  `secret #${createHash("sha256").update(secret).digest("hex").slice(0, 6)}`;
