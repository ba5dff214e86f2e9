import { withLanesOfKinds } from "../core/lanes.js";
import type { Lane } from "../core/model.js";
import { UserError } from "../errors.js";

/** The settings that change one figure of a lane of LANES' default, as the owner's systems name them. */
const FIGURES = {
  NORMAL_POOL_SIZE: ["normal", "places"],
  NORMAL_WORKERS: ["normal", "workers"],
  ANY_POOL_SIZE: ["any", "places"],
  ANY_WORKERS: ["any", "workers"],
} as const;

type FigureName = keyof typeof FIGURES;

interface Read {
  LANES: Lane[];
  written: Record<FigureName | "LANES", { text: string | undefined; origin: string }>;
  figures: Partial<Record<FigureName, number>>;
}

/** The lanes there are. Throws UserError where LANES and one of the single figures are both set. */
export function lanesOf({ LANES, written, figures }: Read): Lane[] {
  const given = (Object.keys(FIGURES) as FigureName[]).filter((name) => figures[name] !== undefined);
  const [first] = given;
  if (first && written.LANES.origin !== "default") {
    throw new UserError(
      `LANES is "${written.LANES.text}" (${written.LANES.origin}) and ${first} is "${written[first].text}" (${written[first].origin})`,
      `leave one out: LANES says how large every lane is, ${first} only changes its default`,
    );
  }
  return withLanesOfKinds(LANES).map((lane) => {
    const changes = given.filter((name) => FIGURES[name][0] === lane.name);
    return { ...lane, ...Object.fromEntries(changes.map((name) => [FIGURES[name][1], figures[name]])) };
  });
}

/** The setting that gives a lane its places: beside LANES, the single figures are refused. */
export function settingOfPlaces(lane: string, { LANES }: Pick<Read["written"], "LANES">): string {
  const single = (Object.keys(FIGURES) as FigureName[]).find(
    (name) => FIGURES[name][0] === lane && FIGURES[name][1] === "places",
  );
  return LANES.origin === "default" && single ? single : "LANES";
}

/** Pieces of work that may be in progress at once, over all lanes and processes. */
export function capacityOf(lanes: readonly Lane[], cap: number | undefined): number {
  const sum = lanes.reduce((total, { workers }) => total + workers, 0);
  return cap === undefined ? sum : Math.min(cap, sum);
}

/** The lanes that get fewer than their workers while all of them have work, with how many they get. */
export function lanesCut(
  lanes: readonly Lane[],
  capacity: number,
): { name: string; gets: number; workers: number }[] {
  const shares = lanes.map(({ name, workers }) => ({ name, workers, gets: 0 }));
  for (let left = capacity; left > 0; left--) {
    // As claims do: the lane with the least in progress goes first.
    const [next] = shares.filter(({ gets, workers }) => gets < workers).sort((a, b) => a.gets - b.gets);
    if (!next) break;
    next.gets++;
  }
  return shares.filter(({ gets, workers }) => gets < workers);
}
