import { overridesFor, WORD_JOINER, writeText } from "./ass-text.js";
import type { PlainCue } from "./format.js";

/** What the two versions of a new file differ in. */
interface Head {
  version: string;
  styles: string;
  /** Columns and values of the one style, and the first column of events with its value. */
  style: [columns: string, values: string];
  first: [column: string, value: string];
}

const ASS: Head = {
  version: "v4.00+",
  styles: "V4+ Styles",
  style: [
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding",
    "Default,Arial,48,&H00FFFFFF,&H000000FF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,2,1,2,40,40,30,1",
  ],
  first: ["Layer", "0"],
};

const SSA: Head = {
  version: "v4.00",
  styles: "V4 Styles",
  style: [
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, TertiaryColour, BackColour, Bold, Italic, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, AlphaLevel, Encoding",
    "Default,Arial,48,16777215,255,0,0,0,0,1,2,1,2,40,40,30,0,1",
  ],
  first: ["Marked", "Marked=0"],
};

const compose =
  ({ version, styles, style, first }: Head) =>
  (cues: readonly PlainCue[]): string => {
    const head = [
      "[Script Info]",
      `ScriptType: ${version}`,
      "PlayResX: 1280",
      "PlayResY: 720",
      "WrapStyle: 0",
      "ScaledBorderAndShadow: yes",
      "",
      `[${styles}]`,
      `Format: ${style[0]}`,
      `Style: ${style[1]}`,
      "",
      "[Events]",
      `Format: ${first[0]}, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text`,
    ];
    const events = cues.map(
      ({ start, end, text }) =>
        `Dialogue: ${first[1]},${clock(start ?? 0)},${clock(end ?? 0)},Default,,0,0,0,,${fieldOf(text)}`,
    );
    return `${[...head, ...events].join("\n")}\n`;
  };

export const composeAss = compose(ASS);
export const composeSsa = compose(SSA);

/** Nothing in plain text is a code, and of tags only the basic ones are meant as such. */
function fieldOf(text: string): string {
  const escaped = text.replace(/\\(?=[Nh{}<])/g, `\\${WORD_JOINER}`).replace(/\{(?=\\)/g, `{${WORD_JOINER}`);
  return writeText(overridesFor(escaped), []);
}

/** `0:01:02.03`: hours as they are, hundredths of a second. */
function clock(ms: number): string {
  const hundredths = Math.max(0, Math.round(ms / 10));
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const seconds = Math.floor(hundredths / 100);
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`;
}
