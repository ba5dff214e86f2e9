import { findMedia, INSTALL_MEDIA } from "../../system/media/find.js";
import { type Check, ok, warning } from "./finding.js";

/** Whether recordings can be looked into and cut; only who transcribes needs that. */
export const media: Check = async ({ config, stop }) => {
  const version = await findMedia({ env: config.childEnv, signal: stop.hard });
  if (version !== undefined) return ok(`ffmpeg ${version}`);
  const transcribes = Object.entries(config.written).some(
    ([name, { origin }]) => name.startsWith("TRANSCRON_TRANSCRIBE_") && origin !== "default",
  );
  return transcribes
    ? warning(
        "ffmpeg is not installed: recordings are sent as they are, and large ones are refused",
        INSTALL_MEDIA,
      )
    : ok("ffmpeg is not installed; only recordings need it");
};
