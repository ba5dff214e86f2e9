import { Argument, type Command } from "commander";
import type { HomeUse, Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { visibleLine } from "../core/visible.js";
import { UserError } from "../errors.js";
import { green, red } from "../print.js";
import { table } from "../table.js";
import { checkTemplate } from "../verbs/template/check.js";
import { type ListedTemplate, listTemplates } from "../verbs/template/list.js";
import { newTemplate } from "../verbs/template/new.js";
import { type Act, type Outcome, subcommand } from "./command.js";

export const templateCommand = (act: Act): Command =>
  subcommand(
    "template",
    "Show, check and copy the templates that documents and records are made from",
    "template list",
    "template new scarf --like crochet",
    "template check scarf",
    "template check ./templates/scarf",
  )
    .addArgument(new Argument("<action>", "what to do").choices(Object.keys(ACTIONS)))
    .argument("[template]", "its name, or for check also the path of its folder")
    .option("--like <template>", "which of those that ship is copied (default: crochet)")
    .action((action: string, template: string | undefined, flags: Flags) =>
      act((context: Terminal) => ACTIONS[action]!.run(context, template, flags), ACTIONS[action]!.home)(),
    );

interface Flags {
  like?: string;
}

interface Action {
  home: HomeUse;
  run(context: Terminal, template: string | undefined, flags: Flags): Promise<Outcome | undefined>;
}

const ACTIONS: Record<string, Action> = {
  list: {
    home: "none",
    run: async (context, template, { like }) => {
      if (template !== undefined) throw new UserError("template list takes no name: it shows all of them");
      refuseLike(like);
      return list(context);
    },
  },
  check: {
    home: "none",
    run: async (context, template, { like }) => {
      refuseLike(like);
      return check(context, named("check", template));
    },
  },
  new: {
    home: "stores",
    run: async (context, template, { like }) => copy(context, named("new", template), like ?? "crochet"),
  },
};

function refuseLike(like: string | undefined): void {
  if (like !== undefined) throw new UserError("--like is for template new");
}

function named(action: string, template: string | undefined): string {
  if (template) return template;
  throw new UserError(`template ${action} needs the name of a template`);
}

async function list(context: Terminal): Promise<undefined> {
  const templates = await listTemplates(context);
  const { print } = context;
  print.result({ templates }, () => {
    const columns = [
      { title: "TEMPLATE" },
      { title: "PARAMETERS", shrinks: true },
      { title: "OUTPUT" },
      { title: "FROM" },
    ];
    return table(columns, templates.map(rowOf), print.columns);
  });
  for (const { error } of templates) if (error !== null) print.note(visibleLine(error));
}

const rowOf = ({ name, parameters, output, from, error }: ListedTemplate) => [
  name,
  error === null ? parameters.join(", ") : "can't be read",
  output ?? "–",
  from,
];

async function check({ home, print }: Terminal, given: string): Promise<Outcome> {
  const checked = await checkTemplate({ home }, given);
  const { name, problems } = checked;
  print.result(checked, () =>
    problems.length
      ? problems.map((problem) => `${red("✗")} ${visibleLine(problem)}`).join("\n")
      : `${green("✓")} ${visibleLine(name)} can be used`,
  );
  return problems.length ? "mistake" : "done";
}

async function copy(context: Terminal, name: string, like: string): Promise<undefined> {
  const made = await newTemplate(context, name, like);
  const { print } = context;
  print.result(made, () => `${green("made")} ${visibleLine(made.folder)}, a copy of ${like}`);
  print.note(`Edit its files; then ${commandLine("template", "check", name)} says whether it can be used.`);
}
