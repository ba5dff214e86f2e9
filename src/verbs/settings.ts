import { SETTINGS, type SettingName } from "../config/settings.js";
import { shown } from "../config.js";
import type { Context } from "../context.js";

interface EffectiveSetting {
  name: SettingName;
  /** As it was written, secrets masked; null if it is not set. */
  value: string | null;
  origin: string;
  about: string;
}

/** The effective settings and where each came from. */
export function effectiveSettings({ config, home }: Context): { home: string; settings: EffectiveSetting[] } {
  const names = Object.keys(SETTINGS) as SettingName[];
  const settings = names.map((name) => {
    const { text, origin } = config.written[name];
    return { name, value: shown(name, text) ?? null, origin, about: SETTINGS[name].about };
  });
  return { home, settings };
}
