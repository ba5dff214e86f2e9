import { baseOf, canonicalTag } from "./languages.js";

/** A stream of sound in a recording. */
export interface AudioStream {
  /** Among all streams of the file. */
  index: number;
  /** BCP 47; null where the file does not tell it. */
  language: string | null;
  /** Whether players take this one. */
  isDefault: boolean;
}

/** The stream in a language, else the one that players take, else the first. */
export function chooseStream<Stream extends AudioStream>(
  streams: readonly [Stream, ...Stream[]],
  language: string | null,
): Stream {
  const inLanguage = ({ language: spoken }: Stream) =>
    language !== null && spoken !== null && baseOf(spoken) === baseOf(language);
  return streams.find(inLanguage) ?? streams.find(({ isDefault }) => isDefault) ?? streams[0];
}

/** A language as media files have it (`fre`, `fra`, `fr`), as a BCP 47 tag; null for none. */
export const streamLanguage = (tag: string | undefined): string | null =>
  tag === undefined || /^(und|mis|mul|zxx|qaa)/i.test(tag) ? null : (canonicalTag(TERMS[tag] ?? tag) ?? null);

/** ISO 639-2's bibliographic codes, which media files use, where they differ from the terminological ones. */
const TERMS: Record<string, string> = {
  ...{ alb: "sq", arm: "hy", baq: "eu", bur: "my", chi: "zh", cze: "cs", dut: "nl", fre: "fr", geo: "ka" },
  ...{ ger: "de", gre: "el", ice: "is", mac: "mk", mao: "mi", may: "ms", per: "fa", rum: "ro", slo: "sk" },
  ...{ tib: "bo", wel: "cy" },
};
