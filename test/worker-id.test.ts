import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { fateOf, isDead, parseWorkerId, workerId } from "../src/system/worker-id.js";

const own = workerId();
const { host, pid, start, boot, namespace } = parseWorkerId(own);

/** A process of this host that has ended. */
const ended = () => spawnSync("true").pid;

/** Another worker of this host, as this one but for what is named. */
const other = (changes: Partial<Record<"pid" | "start" | "boot" | "namespace", string | number>>) =>
  Object.values({ host, pid, start, boot, namespace, ...changes }).join(":");

describe.skipIf(boot === "" || namespace === "")("a worker whose boot and pid namespace are known", () => {
  test("is named by host, pid, start, boot and namespace, short and without spaces", () => {
    expect(own).toMatch(/^[^:\s]+:\d+:\d+:[0-9a-f]{8}:\d+$/);
    expect(parseWorkerId(own)).toMatchObject({ host: hostname(), pid: process.pid });
  });

  test("that runs is not dead; one whose process is gone, or has another start, is", () => {
    expect(fateOf(own)).toBe("alive");
    expect(isDead(other({ pid: ended() }))).toBe(true);
    expect(isDead(other({ start: "1" }))).toBe(true);
  });

  test("of another boot of this host is dead, even if a process has its number", () => {
    expect(isDead(other({ boot: "0badb007" }))).toBe(true);
  });

  test("of another pid namespace can't be judged, even if no process here has its number", () => {
    expect(fateOf(other({ pid: ended(), namespace: "1" }))).toBe("unknown");
    expect(isDead(other({ pid: ended(), namespace: "1" }))).toBe(false);
  });

  test("as an older version named it is understood, and can't be judged", () => {
    const old = `${host}:${ended()}:12345`;
    expect(parseWorkerId(old)).toEqual({
      host,
      pid: expect.any(Number),
      start: "12345",
      boot: "",
      namespace: "",
    });
    expect(fateOf(old)).toBe("unknown");
  });
});

test("a worker of another host can't be judged", () => {
  expect(fateOf(`elsewhere:${ended()}:1:${boot}:${namespace}`)).toBe("unknown");
});
