import type { KindName } from "./model.js";

const WORDS = { audio: "transcription", job: "generation" } as const;

/** The kind of an id that counts up, such as `audio-1` or `job-1`; undefined for any other text. */
export function kindOfId(text: string): Exclude<KindName, "translation"> | undefined {
  const [, word] = /^(audio|job)-[1-9]\d{0,14}$/.exec(text) ?? [];
  return word === undefined ? undefined : WORDS[word as keyof typeof WORDS];
}

/** What people call a piece of work of each kind. */
export const NOUNS: Record<KindName, { one: string; many: string }> = {
  translation: { one: "project", many: "projects" },
  transcription: { one: "recording", many: "recordings" },
  generation: { one: "document", many: "documents" },
};

/** A count with its noun: `1 recording`. */
export const counted = (count: number, kind: KindName): string =>
  `${count} ${count === 1 ? NOUNS[kind].one : NOUNS[kind].many}`;

/** How much of each kind there is, of those that there are: `2 projects, 1 recording`; projects where nothing is. */
export function countedByKind(counts: Readonly<Partial<Record<KindName, number>>>): string {
  const kinds = (Object.keys(NOUNS) as KindName[]).filter((kind) => counts[kind]);
  return kinds.length
    ? kinds.map((kind) => counted(counts[kind]!, kind)).join(", ")
    : counted(0, "translation");
}

/** How many pieces there are of each kind. */
export function countKinds(works: readonly { kind: KindName }[]): Partial<Record<KindName, number>> {
  const counts: Partial<Record<KindName, number>> = {};
  for (const { kind } of works) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
