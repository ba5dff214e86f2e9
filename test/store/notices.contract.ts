import { expect, test } from "vitest";
import { DAY, MINUTE, SECOND } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import { START } from "./support.js";

const notice = (event: string, now = START) => ({ event, target: "webhook", message: "{}", now }) as const;

export function noticesContract(open: () => Store) {
  test("a notice is due at once, as it was enqueued", async () => {
    const store = open();
    expect(await store.dueNotices(START)).toEqual([]);
    await store.enqueueNotice({ event: "failed", target: "command", message: "one failed", now: START });
    expect(await store.dueNotices(START)).toMatchObject([
      { event: "failed", target: "command", message: "one failed", attempts: 0, createdAt: START },
    ]);
  });

  test("whoever takes a notice has it for himself while it is sent, and not for ever", async () => {
    const store = open();
    await store.enqueueNotice(notice("failed"));
    const taken = await Promise.all([store.dueNotices(START), store.dueNotices(START)]);
    expect(taken.flat()).toHaveLength(1);
    expect(await store.dueNotices(START + MINUTE)).toEqual([]);
    expect(await store.dueNotices(START + 5 * MINUTE)).toHaveLength(1);
  });

  test("a notice that could not be sent is due again later, and knows how often it was tried", async () => {
    const store = open();
    await store.enqueueNotice(notice("failed"));
    const [taken] = await store.dueNotices(START);
    await store.settleNotice({ id: taken!.id, retryAt: START + MINUTE });
    expect(await store.dueNotices(START + 59 * SECOND)).toEqual([]);
    expect(await store.dueNotices(START + MINUTE)).toMatchObject([{ id: taken!.id, attempts: 1 }]);
  });

  test("a notice that was sent, or given up, is gone, and the others stay", async () => {
    const store = open();
    await store.enqueueNotice(notice("failed"));
    await store.enqueueNotice(notice("paused"));
    const [first] = await store.dueNotices(START);
    await store.settleNotice({ id: first!.id, retryAt: null });
    expect(await store.dueNotices(START + DAY)).toMatchObject([{ event: "paused" }]);
  });
}
