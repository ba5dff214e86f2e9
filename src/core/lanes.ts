import type { KindName, Lane } from "./model.js";

/** The lanes that belong to one kind each; settings that do not name them get these. */
const LANES_OF_KINDS: Partial<Record<KindName, Lane>> = {
  transcription: { name: "audio", places: 1000, workers: 1 },
  generation: { name: "generation", places: 1000, workers: 2 },
};

/** These lanes, and those of kinds that have none among them. */
export const withLanesOfKinds = (lanes: readonly Lane[]): Lane[] => [
  ...lanes,
  ...Object.values(LANES_OF_KINDS).filter(({ name }) => !lanes.some((lane) => lane.name === name)),
];

/** The lanes of a kind: the one that belongs to it, or all that belong to no other kind. */
export function lanesOfKind(lanes: readonly Lane[], kind: KindName): Lane[] {
  const own = LANES_OF_KINDS[kind]?.name;
  const taken = Object.values(LANES_OF_KINDS).map(({ name }) => name);
  return lanes.filter(({ name }) => (own === undefined ? !taken.includes(name) : name === own));
}
