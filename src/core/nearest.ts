/**
 * Places in ascending order, of which the nearest to a point is found and taken out, thousands of times in a row.
 * What was taken out is skipped over, and each skip is remembered.
 */
export class NearestPlaces {
  readonly #places: readonly number[];
  /** Where to look on from each place, upwards and downwards: itself while it is there. Both ends are never taken. */
  readonly #up: number[];
  readonly #down: number[];

  constructor(places: readonly number[]) {
    this.#places = [Number.NEGATIVE_INFINITY, ...places, Number.POSITIVE_INFINITY];
    this.#up = this.#places.map((_, at) => at);
    this.#down = [...this.#up];
  }

  /** The nearest place that is left, the lower of two that are as near; undefined if none is. */
  nearest(point: number): number | undefined {
    const at = this.#firstFrom(point);
    const above = this.#places[follow(this.#up, at)]!;
    const below = this.#places[follow(this.#down, at - 1)]!;
    const place = point - below <= above - point ? below : above;
    return Number.isFinite(place) ? place : undefined;
  }

  remove(place: number): void {
    const at = this.#firstFrom(place);
    if (this.#places[at] !== place) return;
    this.#up[at] = at + 1;
    this.#down[at] = at - 1;
  }

  /** The index of the first place at a point or above it. */
  #firstFrom(point: number): number {
    let [low, high] = [1, this.#places.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#places[middle]! < point) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Follows links to one that points at itself, and shortens the way for the next time. */
function follow(links: number[], from: number): number {
  let at = from;
  while (links[at] !== at) {
    links[at] = links[links[at]!]!;
    at = links[at]!;
  }
  return at;
}
