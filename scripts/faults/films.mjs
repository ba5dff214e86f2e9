// What is translated: films whose lines are all different, so that each has one right translation.
export const rightFor = (line) =>
  `FR(${line.replace(/[a-z]+/gi, (word) => `${[...word].reverse().join("")}é`)})`;

const two = (number) => String(number).padStart(2, "0");
const clock = (second) =>
  `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;

const FORMATS = {
  srt: (lines) =>
    lines
      .map((line, at) => `${at + 1}\n${clock(at * 4)},000 --> ${clock(at * 4 + 3)},500\n${line}\n`)
      .join("\n"),
  vtt: (lines) =>
    `WEBVTT\n\n${lines.map((line, at) => `${clock(at * 4)}.000 --> ${clock(at * 4 + 3)}.500\n${line}\n`).join("\n")}`,
  txt: (lines) => `${lines.join("\n")}\n`,
};

const WHO = ["The baker", "A pilot", "My sister", "Our doctor", "The captain", "One farmer", "The judge"];
const WHAT = [
  "saw the river",
  "opened a door",
  "wrote letters",
  "lost the key",
  "heard music",
  "bought bread",
];

/** Film number `number`, its name, lines, text, and what its export must be, byte for byte. */
export function film(random, number, length) {
  const format = random.pick(Object.keys(FORMATS));
  const lines = Array.from(
    { length },
    (_, at) => `${random.pick(WHO)} ${random.pick(WHAT)} in scene ${at + 1} of film ${number}.`,
  );
  const text = FORMATS[format](lines);
  return { name: `film-${number}.${format}`, lines, text, translated: FORMATS[format](lines.map(rightFor)) };
}
