/**
 * The sweep after the death of a thread, at any of its steps, in every order with the others: nobody is stuck, nothing is
 * received twice, and what it held is poisoned.
 */
import { describe, expect, test } from "vitest";
import { explore, type Scenario } from "../../test/explore/explorer.js";
import {
  type Bench,
  type Code,
  DONE,
  doing,
  type Ended,
  OVER,
  READ,
  RECV,
  SEND,
  SPOILT,
  scenario,
  TAKE,
  WRITE,
} from "../../test/explore/on-channels.js";
import type { Patch } from "../../test/explore/portable.js";

/** Waits for the end of thread 0, sweeps if it died, and then closes what others may wait for. */
function* buryAndClose(bench: Bench, others: number[], chans: number[]): Code<boolean> {
  const has = yield* bench.mourn(0, 3, others);
  for (const ch of chans) yield* bench.load("hchan").closeChan(ch, 7, 3);
  return has;
}

describe("after the death of a thread, in every order", () => {
  test.each([[0], [1], [2]])("who receives on a channel of capacity %i gets the value, or is told", (cap) => {
    explore(
      scenario(
        (bench) => bench.channels(cap),
        (bench, chans) => [
          doing(() => bench.perform(0, SEND, chans[0] as number, 1)),
          doing(() => bench.perform(1, RECV, chans[0] as number)),
          doing(() => buryAndClose(bench, [1], chans)),
        ],
        ([sent, [received]], _, isDead) => {
          expect([DONE, OVER, SPOILT]).toContain(received.verdict);
          if (received.verdict === DONE) expect(received.value).toBe(1);
          else if (!isDead(0)) expect(sent[0].verdict).toBe(received.verdict);
        },
        { mortal: 0 },
      ),
    );
  });

  test("who sends to it is told, or its value was taken", () => {
    explore(
      scenario(
        (bench) => bench.channels(0),
        (bench, chans) => [
          doing(() => bench.perform(0, RECV, chans[0] as number)),
          doing(() => bench.perform(1, SEND, chans[0] as number, 1)),
          doing(() => buryAndClose(bench, [1], chans)),
        ],
        ([received, [sent]], _, isDead) => {
          expect([DONE, OVER, SPOILT]).toContain(sent.verdict);
          if (!isDead(0)) expect(received[0].verdict).toBe(sent.verdict);
        },
        { mortal: 0 },
      ),
    );
  });

  test("a select on two channels ends once, though one is poisoned", () => {
    explore(
      scenario(
        (bench) => bench.channels(0, 0),
        (bench, [a = 0, b = 0]) => [
          doing(() => bench.perform(0, SEND, a, 1)),
          doing(() => bench.select(1, [RECV, a], [RECV, b])),
          doing(() => buryAndClose(bench, [1], [a, b])),
        ],
        ([, [ended]]) => expect([DONE, OVER, SPOILT]).toContain(ended.verdict),
        { mortal: 0 },
      ),
    );
  });

  test("a select of its own leaves the lines: others meet without it", () => {
    explore(
      scenario(
        (bench) => bench.channels(0, 0),
        (bench, [a = 0, b = 0]) => [
          doing(() => bench.select(0, [RECV, a], [RECV, b])),
          doing(() => bench.perform(1, SEND, a, 1)),
          doing(() => buryAndClose(bench, [1], [a, b])),
        ],
        ([, [sent]]) => expect([DONE, OVER, SPOILT]).toContain(sent.verdict),
        { mortal: 0 },
      ),
    );
  });

  test("a mutex that it had is poisoned, and else it is free for the others", () => {
    const word = 65536;
    explore(
      scenario(
        (bench) => bench.object("MUTEX"),
        (bench, mutex) => {
          const { get, put } = bench.load("atomics");
          const add = (m: number) =>
            function* (): Code<Ended> {
              const ended = yield* bench.perform(m, TAKE, mutex);
              if (ended.verdict !== DONE) return ended;
              put(word, get(word) + 1);
              yield* bench.load("hmutex").unlockMutex(mutex, m);
              return ended;
            };
          return [doing(add(0)), doing(add(1)), doing(() => bench.mourn(0, 3, [1]))];
        },
        ([, [ended]], read, isDead) => {
          expect(isDead(0) ? [DONE, SPOILT] : [DONE]).toContain(ended.verdict);
          expect([1, 2]).toContain(read(word) + (ended.verdict === SPOILT ? 1 : 0));
        },
        { mortal: 0 },
      ),
    );
  });

  test.each([
    ["READ", READ],
    ["WRITE", WRITE],
  ])("a lock for %s that it had, or waited for, holds nobody up", (_, verb) => {
    explore(
      scenario(
        (bench) => bench.object("RWMUTEX", 64 + 64 * 4),
        (bench, rw) => {
          const pass = (m: number, how: number) =>
            function* (): Code<Ended> {
              const ended = yield* bench.perform(m, how, rw);
              const { readUnlock, writeUnlock } = bench.load("hrwmutex");
              if (ended.verdict === DONE) yield* (how === READ ? readUnlock : writeUnlock)(rw, m);
              return ended;
            };
          const other = verb === READ ? WRITE : READ;
          return [doing(pass(0, verb)), doing(pass(1, other)), doing(() => bench.mourn(0, 3, [1]))];
        },
        ([, [ended]], _read, isDead) => expect(isDead(0) ? [DONE, SPOILT] : [DONE]).toContain(ended.verdict),
        { mortal: 0 },
      ),
    );
  });
});

describe("the explorer finds a sweep that", () => {
  test.each([
    [
      "does not poison what the dead one was writing",
      {
        file: "sweep",
        from: "const held: i32 = poisonHeld(obj, dead, poisonOf(dead));",
        to: "const held: i32 = 0; cas(obj + LOCK, dead + 1, 0);",
      },
    ],
    [
      "leaves a mutex with the dead one",
      { file: "sweep", from: "if (wasHeld(obj, kind, dead) === 1) {", to: "if (kind < 0) {" },
    ],
  ])("%s", (_, patch) => {
    const word = 65536;
    const scene = scenario(
      (bench) => bench.object("MUTEX"),
      (bench, mutex) => {
        const { get, put } = bench.load("atomics");
        const add = (m: number) =>
          function* (): Code<number> {
            const { verdict } = yield* bench.perform(m, TAKE, mutex);
            if (verdict !== DONE) return verdict;
            put(word, get(word) + 1);
            yield* bench.load("hmutex").unlockMutex(mutex, m);
            return verdict;
          };
        return [doing(add(0)), doing(add(1)), doing(() => bench.mourn(0, 3, [1]))];
      },
      () => {},
      { mortal: 0, patches: [patch] },
    );
    expect(() => explore(scene)).toThrow("threads ran in the order");
  });
});

describe("a channel with a ring after the death of a thread, in every order", () => {
  /** Thread 0 waits and dies, or not; then another sends. There is room. */
  const sendAfter = (verb: number, patches: readonly Patch[] = []): Scenario => {
    let ch = 0;
    return scenario(
      (bench) => bench.channels(2),
      (bench, [made = 0]) => {
        ch = made;
        return [
          doing(
            () => bench.attempt(0, verb, ch, 1),
            () => bench.perform(0, SEND, ch, 2),
          ),
          doing(function* () {
            if (!(yield* bench.mourn(0, 3, []))) return DONE;
            return (yield* bench.perform(3, SEND, ch, 3)).verdict;
          }),
        ];
      },
      ([, [verdict]], read) => expect(verdict).toBe(read(ch) < 0 ? SPOILT : DONE),
      { mortal: 0, patches },
    );
  };

  test.each([RECV, SEND])("a send is told if one died with any of its locks (%i)", (verb) => {
    explore(sendAfter(verb));
  });

  test.each([
    [
      "leaves the senders' lock free",
      "if (second === 1) store(obj + SEND_LOCK, load(obj + LOCK));",
      "if (second === 1) unlock(obj + SEND_LOCK);",
    ],
    [
      "leaves the senders' lock with the dead one",
      "cas(obj + SEND_LOCK, dead + 1, poison) === dead + 1) held = 1;",
      "dead < 0) held = 1;",
    ],
  ])("the explorer finds a sweep that %s", (_, from, to) => {
    const find = (): void => {
      for (const verb of [RECV, SEND]) explore(sendAfter(verb, [{ file: "sides", from, to }]));
    };
    expect(find).toThrow("threads ran in the order");
  });

  /** Thread 0 sends and dies, or not; 1 waits for what it sends. */
  const waitForIt = (patches: readonly Patch[] = []): Scenario => {
    return scenario(
      (bench) => bench.channels(1),
      (bench, [ch = 0]) => [
        doing(() => bench.perform(0, SEND, ch, 1)),
        doing(() => bench.perform(1, RECV, ch)),
        doing(() => buryAndClose(bench, [1], [ch])),
      ],
      ([, [received]]) => expect([DONE, OVER, SPOILT]).toContain(received.verdict),
      { mortal: 0, patches },
    );
  };

  test("who waits is told, and the explorer finds a sweep that leaves the receivers' lock free", () => {
    explore(waitForIt());
    const from = "if (first === 1) store(obj + LOCK, load(obj + SEND_LOCK));";
    const scene = waitForIt([{ file: "sides", from, to: "if (first === 1) unlock(obj + LOCK);" }]);
    expect(() => explore(scene)).toThrow("threads ran in the order");
  });
});
