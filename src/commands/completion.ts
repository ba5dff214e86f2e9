import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { UserError } from "../errors.js";
import { type Act, type Commands, subcommand } from "./command.js";

interface Word {
  name: string;
  description: string;
  options: string[];
}

/** The commands and options as commander knows them, so that completion never falls behind. */
async function wordsOf(commands: Commands): Promise<Word[]> {
  const nothing: Act = () => async () => {};
  const found: Word[] = [];
  for (const [name, load] of Object.entries(commands)) {
    const command = (await load())(nothing, commands);
    found.push({
      name,
      description: command.description(),
      options: command.options.flatMap(({ long }) => (long ? [long] : [])),
    });
  }
  return found;
}

const GLOBAL = ["--home", "--json", "--quiet", "--verbose", "--help", "--version"];
const escaped = (text: string) => text.replaceAll("'", "").replaceAll(":", " ");

const SHELLS: Record<string, (words: Word[]) => string> = {
  bash: (all) => `_transcron() {
  local word=\${COMP_WORDS[COMP_CWORD]} command= candidate
  for candidate in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do case $candidate in -*) ;; *) command=$candidate; break ;; esac; done
  case $command in
${all.map(({ name, options }) => `    ${name}) COMPREPLY=($(compgen -W "${[...options, ...GLOBAL].join(" ")}" -- "$word")) ;;`).join("\n")}
    *) COMPREPLY=($(compgen -W "${[...all.map(({ name }) => name), ...GLOBAL].join(" ")}" -- "$word")) ;;
  esac
}
complete -o default -F _transcron transcron
`,
  zsh: (all) => `#compdef transcron
_transcron() {
  local -a commands
  commands=(
${all.map(({ name, description }) => `    '${name}:${escaped(description)}'`).join("\n")}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[2] in
${all.map(({ name, options }) => `    ${name}) compadd -- ${[...options, ...GLOBAL].join(" ")}; _files ;;`).join("\n")}
  esac
}
compdef _transcron transcron
`,
  fish: (all) =>
    [
      ...all.map(
        ({ name, description }) =>
          `complete -c transcron -n __fish_use_subcommand -a ${name} -d '${escaped(description)}'`,
      ),
      ...all.flatMap(({ name, options }) =>
        options.map(
          (option) => `complete -c transcron -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`,
        ),
      ),
      ...GLOBAL.map((option) => `complete -c transcron -l ${option.slice(2)}`),
      "",
    ].join("\n"),
};

export const completionCommand = (act: Act, commands: Commands): Command =>
  subcommand(
    "completion",
    "Print a completion script for bash, zsh or fish",
    "completion bash > ~/.local/share/bash-completion/completions/transcron",
  )
    .argument("<shell>", Object.keys(SHELLS).join(", "))
    .action(
      act(async (context: Terminal, shell: string) => {
        const write = SHELLS[shell];
        if (!write) throw new UserError(`unknown shell "${shell}"`, Object.keys(SHELLS).join(", "));
        const script = write(await wordsOf(commands));
        context.print.result({ shell, script }, () => script);
      }, "none"),
    );
