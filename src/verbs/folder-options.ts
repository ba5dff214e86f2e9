import type { FolderSettings } from "../store/folders.js";

/** The settings of a watched folder as `add` takes them. */
export const addOptionsOf = ({
  targets,
  from,
  prefer,
  encoding,
  column,
  lane,
  exportDir,
}: FolderSettings) => ({
  to: targets,
  from,
  prefer,
  ...(encoding === null ? {} : { encoding }),
  ...(column === null ? {} : { column }),
  ...(lane === null ? {} : { lane }),
  ...(exportDir === null ? {} : { exportDir }),
});
