import { baseOf } from "../languages.js";
import { type NumberRead, readNumbers } from "../numbers.js";
import { type Check, withoutMarks } from "./line.js";
import type { CheckCode } from "./marks.js";

/** Up to here numbers are often written out, or left to the grammar: "a", "both". */
const OFTEN_WRITTEN_OUT = 12;
/** A line of subtitles has no more numbers than this. */
const MOST_COMPARED = 20;

/** Numbers that were lost, and numbers in the reply where the source has none. */
export const numbers: Check = ({ source, reply }, { from, to }) => {
  const [own, given] = [readNumbers(withoutMarks(source), from), readNumbers(withoutMarks(reply), to)];
  const codes: CheckCode[] = [];
  const measures = () => UNIT.test(source) && UNIT.test(reply);
  const [inSource, inReply] = [valuesOf(own), valuesOf(given)];
  const gained = given.filter((number) => !isFound(number, inSource));
  const lost = own.filter(
    (number) => !isFound(number, inReply) && !(measures() && isConverted(number, given)),
  );
  const inDigits = ({ spelled }: NumberRead) => !spelled;
  const [lostDigits, gainedDigits] = [lost.filter(inDigits), gained.filter(inDigits)];
  const changed =
    (lostDigits.length > 0 && gainedDigits.length > 0) ||
    (lost.some((number) => isSmall(number, from)) && gained.some((number) => isSmall(number, to)));
  if (changed || lostDigits.some(({ value }) => value > OFTEN_WRITTEN_OUT)) codes.push("number");
  const least = from === null ? OFTEN_WRITTEN_OUT : 0;
  if (!/\p{Nd}/u.test(source) && gainedDigits.some(({ value }) => value > least)) codes.push("added");
  return codes;
};

/** "A" and "both" are in the grammar. The characters of Chinese numbers are in many words, and 11 in Arabic is "one", too. */
const LEAST_SPELLED = 3;
const UNSURE = ["zh", "ja", "ar"];

/** A number that is written out as well as not, so that one that was lost may be another that was gained. */
const isSmall = ({ value, spelled }: NumberRead, language: string | null) =>
  value <= OFTEN_WRITTEN_OUT &&
  (!spelled || (value >= LEAST_SPELLED && language !== null && !UNSURE.includes(baseOf(language))));

/** A year may be cut to its last two digits, and a decade to its tens. */
const short = (value: number) => (value >= 1900 && value < 2100 ? value % 100 : value);

/** All that the numbers of a text may stand for. */
const valuesOf = (numbers: readonly NumberRead[]): ReadonlySet<number> =>
  new Set(
    numbers.flatMap(({ readings, parts }) => [...readings, ...parts].flatMap((one) => [one, short(one)])),
  );

function isFound({ readings, parts }: NumberRead, among: ReadonlySet<number>): boolean {
  const near = (value: number) => among.has(value) || among.has(short(value));
  if ([...readings].some(near)) return true;
  if (parts.length > 1 && parts.every(near)) return true;
  // A time of day may be told by twelve hours or by twenty-four, and a full hour without its minutes.
  const hour = (value: number) => near(value) || among.has((value + 12) % 24);
  return parts.length === 2 && hour(parts[0]!) && (near(parts[1]!) || parts[1] === 0);
}

/** Lengths, weights and temperatures by their names in many languages: such numbers may be converted. */
const UNIT =
  /\b(?:inch|feet|foot|mile|pound|stone|acre|pulgada|pies?\b|millas?|libras?|pouces?|pieds?|livres?|zoll|fuß|meilen?|pfund|f[uo]t\b|degree|grad|degr[éè]s|celsius|(?:kilo|centi|milli|zenti)?m[eèé]t(?:er|re|ro)|kilo|(?:c|m|k)?m\b|kg\b)|[°º]|дюйм|фут|мил[ьяие]|фунт|градус|метр|\b[кс]м\b|кг\b|インチ|フィート|マイル|ポンド|キロ|センチ|メートル|英[寸尺里]|磅|公[斤里]|[厘毫千]?米|度|بوص|قدم|ميل|رطل|كيلو|سنتي|متر|درج|אינץ|רגל|מייל|פאונד|מעלות|מטר|[קמס][“"״]?[גמ]|इंच|फ़?ुट|मील|पाउंड|किलो|मीटर|डिग्री/iu;

/** Inches, feet, miles, pounds, stone, acres and gallons in metric units. */
const FACTORS = [2.54, 25.4, 30.48, 0.3048, 1.609, 0.4536, 6.35, 0.4047, 3.785, 0.9144];
const ROUNDED = 0.07;

/** Whether the reply tells the number in another unit; a human translator converts them. */
function isConverted({ readings }: NumberRead, given: readonly NumberRead[]): boolean {
  const close = (one: number, other: number) => Math.abs(one - other) <= Math.max(other * ROUNDED, 0.5);
  const converted = (one: number, other: number) =>
    FACTORS.some((factor) => close(one * factor, other) || close(one / factor, other)) ||
    close((one - 32) / 1.8, other) ||
    close(one * 1.8 + 32, other);
  return [...readings].some((one) =>
    given.slice(0, MOST_COMPARED).some((other) => [...other.readings].some((value) => converted(one, value))),
  );
}
