import { commandLine } from "../core/command-line.js";
import { ComeBackLater } from "../errors.js";
import type { Project } from "../store/projects.js";

/** Why nothing of a project can be changed while a worker has it. */
export const inProgress = ({ id }: Pick<Project, "id">): ComeBackLater =>
  new ComeBackLater(
    `${id} is being translated`,
    `try again when it is done; ${commandLine("batch", id)} waits for it`,
  );
