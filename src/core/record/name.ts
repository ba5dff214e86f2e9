/** What a record may be named: letters, digits, dots, dashes and underscores, no longer than this. */
const LONGEST_NAME = 64;

const NAME = new RegExp(String.raw`^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]{0,${LONGEST_NAME - 1}}$`, "u");
const NUMBER = /^record-([1-9]\d{0,14})$/i;

export const recordId = (number: number): string => `record-${number}`;

/** The number of `record-12`; undefined for a name. */
export function recordNumber(text: string): number | undefined {
  const [, number] = NUMBER.exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** A name as it is stored; undefined if it can't be one. `record-12` belongs to the record of that number. */
export function recordName(text: string): string | undefined {
  const name = text.trim().normalize("NFC");
  return NAME.test(name) && !/^record-\d/i.test(name) ? name : undefined;
}
