import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/time.js";
import type { Pausing } from "../../src/store/endpoints.js";
import type { Store } from "../../src/store/store.js";
import { START } from "./support.js";

const booking = (now: number, delay: number) => ({ now, delay, until: now + DAY, farthest: now + DAY });

const QUOTA = { code: "quota", message: "used up", lasts: { until: START + DAY }, now: START };
const BAD_KEY = { code: "bad_key", message: "wrong key", lasts: { settings: "abc" }, now: START };

/** An outage of half a minute, a minute, two … */
const down = (now = START): Pausing => ({
  code: "down",
  message: "refused",
  lasts: { outage: (failures) => 2 ** failures * 15 * SECOND },
  now,
});

export function endpointsContract(open: () => Store) {
  test("an endpoint nobody heard of has nothing against it", async () => {
    const store = open();
    expect(await store.endpointState("p")).toEqual({
      ...{ pause: null, failures: 0, nextAt: 0, pace: null, slowFactor: 1, slowUntil: 0, dialect: {} },
    });
  });

  test("requests of all workers are spaced by the delay, and what was missed is not made up for", async () => {
    const store = open();
    const starts = [];
    for (let request = 0; request < 3; request++)
      starts.push(await store.bookRequest("p", booking(START, 1000)));
    expect(starts).toEqual([START, START + 1000, START + 2000]);
    expect(await store.bookRequest("p", booking(START + DAY, 1000))).toBe(START + DAY);
  });

  test("endpoints don't wait for each other", async () => {
    const store = open();
    await store.bookRequest("p", booking(START, MINUTE));
    expect(await store.bookRequest("q", booking(START, MINUTE))).toBe(START);
  });

  test("a moment that comes too late is told and not booked", async () => {
    const store = open();
    await store.bookRequest("p", booking(START, MINUTE));
    for (let asked = 0; asked < 3; asked++) {
      const late = { now: START, delay: MINUTE, until: START + MINUTE, farthest: START + DAY };
      expect(await store.bookRequest("p", late)).toBe(START + MINUTE);
    }
  });

  test("what was booked by a clock that was ahead is ignored, and lifted when work goes on", async () => {
    const store = open();
    await store.bookRequest("p", booking(START + 400 * DAY, MINUTE));
    expect(await store.bookRequest("p", booking(START, MINUTE))).toBe(START);
    expect(await store.bookRequest("p", booking(START, MINUTE))).toBe(START + MINUTE);
    await store.bookRequest("q", booking(START + 400 * DAY, MINUTE));
    expect(await store.resume(START)).toMatchObject({ endpoints: ["q"] });
    expect(await store.endpointState("q")).toMatchObject({ nextAt: 0 });
  });

  test("the pace and the dialect of a server are known to everybody", async () => {
    const store = open();
    await store.setPace("p", 250);
    await store.rememberDialect("p", { temperature: false, limit: "max_tokens" });
    expect(await store.endpointState("p")).toMatchObject({
      ...{ pace: 250, dialect: { temperature: false, limit: "max_tokens" } },
    });
    expect(await store.endpointState("q")).toMatchObject({ pace: null, dialect: {} });
  });

  test("each slowing down doubles the delay for a while, up to a limit", async () => {
    const store = open();
    await store.slowDown("p", { now: START, lasts: MINUTE });
    await store.slowDown("p", { now: START + SECOND, lasts: MINUTE });
    const until = START + SECOND + MINUTE;
    expect(await store.endpointState("p")).toMatchObject({ slowFactor: 4, slowUntil: until });
    await store.slowDown("p", { now: START + DAY, lasts: MINUTE });
    expect((await store.endpointState("p")).slowFactor).toBe(2);
    for (let times = 0; times < 20; times++) await store.slowDown("p", { now: START + DAY, lasts: MINUTE });
    expect((await store.endpointState("p")).slowFactor).toBe(64);
  });

  test("a pause is known to everybody until the endpoint answers again", async () => {
    const store = open();
    expect(await store.pauseEndpoint("p", QUOTA)).toEqual({ news: true, until: START + DAY });
    expect((await store.endpointState("p")).pause).toEqual({
      ...{ code: "quota", message: "used up", settings: null, until: START + DAY },
    });
    expect((await store.endpointState("q")).pause).toBeNull();
    expect(await store.clearPause("p")).toBe(true);
    expect(await store.clearPause("p")).toBe(false);
    expect((await store.endpointState("p")).pause).toBeNull();
  });

  test("after a person lifted a pause, the next answer is the one that ends it", async () => {
    const store = open();
    await store.pauseEndpoint("p", BAD_KEY);
    await store.resume(START);
    expect((await store.endpointState("p")).pause).toBeNull();
    expect(await store.clearPause("q")).toBe(false);
    expect(await store.clearPause("p")).toBe(true);
    expect(await store.clearPause("p")).toBe(false);
  });

  test("a pause whose time is over pauses nothing", async () => {
    const store = open();
    expect(await store.anyPause(START)).toBe(false);
    await store.pauseEndpoint("p", QUOTA);
    expect([await store.anyPause(START), await store.anyPause(START + DAY)]).toEqual([true, false]);
    await store.pauseEndpoint("p", BAD_KEY);
    expect(await store.anyPause(START + DAY)).toBe(true);
  });

  test("a pause that is known is no news and stays as it is", async () => {
    const store = open();
    await store.pauseEndpoint("p", QUOTA);
    const again = { ...QUOTA, message: "again", lasts: { until: START + 2 * DAY }, now: START + HOUR };
    expect(await store.pauseEndpoint("p", again)).toEqual({ news: false, until: START + DAY });
    expect((await store.endpointState("p")).pause).toMatchObject({ message: "used up", until: START + DAY });
  });

  test("a pause that is over, or for another reason, is news", async () => {
    const store = open();
    await store.pauseEndpoint("p", QUOTA);
    const next = { ...QUOTA, now: START + DAY, lasts: { until: START + 2 * DAY } };
    expect(await store.pauseEndpoint("p", next)).toEqual({ news: true, until: START + 2 * DAY });
    expect(await store.pauseEndpoint("p", BAD_KEY)).toEqual({ news: true, until: null });
    expect((await store.endpointState("p")).pause).toMatchObject({ code: "bad_key", until: null });
  });

  test("a pause tied to settings has no end, and is news again under other settings", async () => {
    const store = open();
    expect(await store.pauseEndpoint("p", BAD_KEY)).toEqual({ news: true, until: null });
    expect((await store.endpointState("p")).pause).toMatchObject({ settings: "abc", until: null });
    const yearLater = { ...BAD_KEY, now: START + 365 * DAY };
    expect(await store.pauseEndpoint("p", yearLater)).toEqual({ news: false, until: null });
    expect(await store.pauseEndpoint("p", { ...BAD_KEY, lasts: { settings: "xyz" } })).toMatchObject({
      news: true,
    });
  });

  test("each outage in a row lasts longer; those reported while it lasts are one and the same", async () => {
    const store = open();
    expect(await store.pauseEndpoint("p", down())).toEqual({ news: true, until: START + 30 * SECOND });
    const meanwhile = down(START + 10 * SECOND);
    expect(await store.pauseEndpoint("p", meanwhile)).toEqual({ news: false, until: START + 30 * SECOND });
    const after = START + 30 * SECOND;
    expect(await store.pauseEndpoint("p", down(after))).toEqual({ news: true, until: after + MINUTE });
    expect((await store.endpointState("p")).failures).toBe(2);
  });

  test("an answer ends the row of outages", async () => {
    const store = open();
    await store.pauseEndpoint("p", down());
    await store.clearPause("p");
    expect((await store.endpointState("p")).failures).toBe(0);
    expect(await store.pauseEndpoint("p", down())).toEqual({ news: true, until: START + 30 * SECOND });
  });
}
