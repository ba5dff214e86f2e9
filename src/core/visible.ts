/**
 * What steers a terminal or turns the direction of writing instead of being seen: control characters, bidirectional
 * controls, and the noncharacters that OURS is made of.
 */
const STEERING = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\p{Noncharacter_Code_Point}]/gu;
const STEERING_ON_A_LINE = new RegExp(`(?![\\n\\t])${STEERING.source}`, "gu");

/**
 * What the program itself adds to a text for people, and its printer turns into what it stands for. They are
 * noncharacters, which Unicode keeps for such use inside a program; a text that holds some is painted at worst.
 */
export const OURS = { paint: "\uFDD0", unpaint: "\uFDD1", isolate: "\uFDD2", unisolate: "\uFDD3" } as const;

/** A text with signs in place of what steers: `␛` for an escape, `\u202e` for an override. Breaks and tabs stay. */
export const visible = (text: string) => text.replace(STEERING_ON_A_LINE, signOf);

/** The same for what has to stay on one line, such as a name. */
export const visibleLine = (text: string) => text.replace(STEERING, signOf);

function signOf(character: string): string {
  const code = character.codePointAt(0)!;
  // Unicode has pictures for the first 32 control characters, in their order, and for DEL.
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "␡";
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
