import { chan, type Go, go, gosched, run, wait } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { select, timeout } from "@gopark/select";
import type { Locker } from "@gopark/sync";
import { beforeEach, describe, expect, it } from "vitest";
import { settle } from "../../core/test/settle.js";
import { handedOut } from "../test/shm/handed-out.js";
import { arrivals, freshMemory, waiterOf } from "../test/shm/threads.js";
import { drain, waits } from "./inbox-loop.js";
import { newRecord } from "./records.js";
import * as shared from "./shared.js";
import { sharedChan } from "./shared-chan.js";
import { get, store } from "./shm/atomics.js";
import { HOLDER, unlockMutex } from "./shm/hmutex.js";
import { poisonOf } from "./shm/lock.js";
import { LINE_A, LINE_B, LOCK } from "./shm/object.js";
import { SEND_LOCK } from "./shm/sides.js";
import { enter, RECV, SEND, TAKE } from "./shm/wait.js";
import { isIdle } from "./wire/arena.js";

const addrOf = (handle: unknown): number => (handle as { addr: number }).addr;

/** A lock and the side of it that is tried. */
interface Scene {
  readonly addr: number;
  readonly whole: shared.Mutex | shared.RWMutex;
  readonly side: Locker;
}

function sceneOf<L extends Scene["whole"]>(whole: L, sideOf: (whole: L) => Locker): Scene {
  return { addr: addrOf(whole), whole, side: sideOf(whole) };
}

/** Runs a program whose other goroutines are unwound at its end. */
async function abandon(main: () => Go<void>): Promise<void> {
  await run(main);
  drain();
}

describe("operations on shared objects", () => {
  beforeEach(() => freshMemory());

  it("SO1 a value that can't be sent leaves nothing behind", () =>
    run(function* () {
      const ch = sharedChan<unknown>();
      const before = newRecord(64, RECV);
      for (const op of [() => ch.trySend({ f() {} }), () => ch.trySend([() => 1])]) {
        enter(waiterOf(1, addrOf(ch), RECV), 1);
        expect(op).toThrow(/^send: value.*a function cannot be sent to another thread$/);
      }
      try {
        yield* ch.send({ f() {} });
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message).toBe("send: value.f: a function cannot be sent to another thread");
      }
      expect([arrivals(1), waits(), isIdle()]).toEqual([[], [], true]);
      expect(newRecord(64, RECV) - before).toBe(64);
    }));

  it("SO1 a select with a value that can't be sent panics, and stands in no line", () =>
    run(function* () {
      const [full, other] = [sharedChan<unknown>(), sharedChan<number>()];
      const local = chan<number>();
      const op = select({ a: local.recv(), b: full.send(() => 1), c: other.recv() });
      for (const perform of [
        () => op,
        () =>
          timeout(
            full.send(() => 1),
            1000,
          ),
        () => wait(Promise.resolve(op)),
      ]) {
        try {
          yield* perform();
          expect.unreachable();
        } catch (error) {
          expect((error as Error).message).toBe("send: value: a function cannot be sent to another thread");
        }
        expect([waits(), isIdle(), other.trySend(1), local.trySend(1)]).toEqual([[], true, false, false]);
      }
      go(() => local.send(7));
      expect(yield* select({ a: local.recv(), b: other.recv() })).toEqual({ case: "a", value: 7 });
    }));

  it("SO2 a goroutine that is unwound while it waits leaves the line, with its value", async () => {
    const ch = sharedChan<string>();
    await abandon(function* () {
      go(() => ch.send("a value that is too long for a cell"));
      go(() => select({ a: ch.send("another value that is too long"), b: sharedChan().recv() }));
      yield* settle();
      expect(waits()).toHaveLength(3);
      expect(isIdle()).toBe(false);
    });
    expect([get(addrOf(ch) + LINE_A), get(addrOf(ch) + LINE_B), waits(), isIdle()]).toEqual([0, 0, [], true]);
  });

  it("SO3 a lock that is on its way to a goroutine which is unwound is unlocked again", async () => {
    const mu = new shared.Mutex();
    const addr = addrOf(mu);
    enter(waiterOf(1, addr, TAKE), 1);
    const third = waiterOf(2, addr, TAKE);
    await abandon(function* () {
      go(() => mu.lock());
      yield* settle();
      enter(third, 2);
      // M1 hands it over; the news has not come when the program ends.
      unlockMutex(addr, 1);
    });
    expect(arrivals(2)).toEqual([third]);
    expect(get(addr + HOLDER)).toBe(3);
  });

  it("SO3 a lock that a goroutine was woken with and never uses is unlocked again", async () => {
    const mu = new shared.Mutex();
    await abandon(function* () {
      yield* mu.lock();
      go(() => mu.lock());
      yield* settle();
      mu.unlock();
    });
    expect(mu.tryLock()).toBe(true);
  });

  describe.each<[string, () => Scene]>([
    ["Mutex", () => sceneOf(new shared.Mutex(), (mu) => mu)],
    ["RWMutex.lock", () => sceneOf(new shared.RWMutex(), (rw) => rw)],
    ["RWMutex.rLock", () => sceneOf(new shared.RWMutex(), (rw) => rw.rLocker())],
  ])("V2 a turn of %s comes back without complaint at the end of a program", (_name, make) => {
    const spoilers: [string, (scene: Scene) => void][] = [
      ["another gave it back", ({ side }) => side.unlock()],
      ["a thread died with the lock", ({ addr }) => store(addr + LOCK, poisonOf(2))],
    ];
    describe.each(spoilers)("after %s", (_how, spoil) => {
      it.each<[string, (scene: Scene) => Go<void>]>([
        [
          "and its goroutine was woken",
          function* ({ side, whole }) {
            whole.tryLock();
            go(() => side.lock());
            yield* settle();
            whole.unlock();
          },
        ],
        [
          "and its goroutine was preempted",
          function* ({ side }) {
            let hasCome = false;
            go(function* () {
              hasCome = true;
              currentSched().interrupt();
              yield* side.lock();
            });
            while (!hasCome) yield* gosched();
          },
        ],
      ])("%s", async (_when, letIn) => {
        const scene = make();
        const ending = abandon(function* () {
          yield* letIn(scene);
          spoil(scene);
          throw new Error("the panic");
        });
        await expect(ending).rejects.toThrow("panic: the panic");
        drain();
        expect(waits()).toEqual([]);
      });
    });
  });

  it("SO3 a value that is on its way to a goroutine which is unwound is dropped", async () => {
    const ch = sharedChan<string>();
    await abandon(function* () {
      go(() => ch.recv());
      yield* settle();
      expect(ch.trySend("a value that is too long for a cell")).toBe(true);
    });
    expect([waits(), isIdle()]).toEqual([[], true]);
  });

  it("panics with WorkerLost when the object is poisoned, in every way of performing", async () => {
    const ch = handedOut<number>(1);
    const mu = new shared.Mutex();
    for (const lock of [addrOf(ch) + LOCK, addrOf(ch) + SEND_LOCK, addrOf(mu) + LOCK])
      store(lock, poisonOf(2));
    const lost = expect.objectContaining({ name: "WorkerLost", thread: 2 });
    expect(() => ch.trySend(1)).toThrow(lost);
    expect(() => ch.tryRecv()).toThrow(lost);
    expect(() => ch.close()).toThrow(lost);
    expect(() => mu.tryLock()).toThrow(lost);
    expect(() => mu.unlock()).toThrow(lost);
    await expect(Promise.resolve(ch.recv())).rejects.toEqual(lost);
    await run(function* () {
      for (const op of [
        ch.send(1),
        ch.recv(),
        mu.lock(),
        select({ ch: ch.recv(), never: sharedChan().recv() }),
      ]) {
        try {
          yield* op;
          expect.unreachable();
        } catch (error) {
          expect(error).toEqual(lost);
        }
      }
    });
    expect(waits()).toEqual([]);
  });

  it("a second thread's waiter and this one's are served in the order they came", () =>
    run(function* () {
      const ch = sharedChan<number>();
      const own = go(() => ch.recv());
      yield* settle();
      const far = waiterOf(1, addrOf(ch), RECV);
      enter(far, 1);
      expect([ch.trySend(1), ch.trySend(2), ch.trySend(3)]).toEqual([true, true, false]);
      expect(yield* own.join()).toBe(1);
      expect(arrivals(1)).toEqual([far]);
      enter(waiterOf(1, addrOf(ch), SEND, 4), 1);
      expect(yield* ch.recv()).toBe(4);
    }));
});
