import { visibleLine } from "./visible.js";

/** What people call a project: its file, and the language it is translated into. */
export const titleOf = ({ name, targetLang }: { name: string; targetLang: string }): string =>
  `${visibleLine(name)} → ${targetLang}`;
