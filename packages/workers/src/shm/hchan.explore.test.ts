/**
 * The shared channel in every order of a few threads: nothing lost, nothing twice, first come first served, nobody stuck.
 */
import { describe, expect, test } from "vitest";
import { type Body, explore, type Scenario } from "../../test/explore/explorer.js";
import {
  type Bench,
  DONE,
  doing,
  type Ended,
  OVER,
  RECV,
  SEND,
  scenario,
  values,
} from "../../test/explore/on-channels.js";
import type { Patch } from "../../test/explore/portable.js";

/** A scenario over channels: `bodies` gets their addresses; `check` how each thread's operations ended. */
const onChannels = (
  caps: number[],
  bodies: (bench: Bench, chans: number[]) => Body[],
  check: (logs: Ended[][]) => void,
): Scenario => scenario((bench) => bench.channels(...caps), bodies, check);

describe.each([0, 1, 2])("a shared channel of capacity %i, in every order", (cap) => {
  test("what one thread sends another receives, all of it, in order", () => {
    const { states } = explore(
      onChannels(
        [cap],
        (bench, [ch = 0]) => [
          doing(...[1, 2, 3].map((v) => () => bench.perform(0, SEND, ch, v))),
          doing(...[1, 2, 3].map(() => () => bench.perform(1, RECV, ch))),
        ],
        (logs) => expect(values(logs[1])).toEqual([1, 2, 3]),
      ),
    );
    expect(states).toBeGreaterThan(50);
  });

  test("of two senders each value is received once", () => {
    explore(
      onChannels(
        [cap],
        (bench, [ch = 0]) => [
          ...[0, 1].map((m) => doing(() => bench.perform(m, SEND, ch, m + 1))),
          doing(...[0, 1].map(() => () => bench.perform(2, RECV, ch))),
        ],
        (logs) => expect(values(logs[2]).sort()).toEqual([1, 2]),
      ),
    );
  });

  test("a close leaves no value behind and no receiver asleep; a send is received or is told", () => {
    explore(
      onChannels(
        [cap],
        (bench, [ch = 0]) => [
          doing(() => bench.perform(0, SEND, ch, 1)),
          doing(() => bench.perform(1, RECV, ch)),
          doing(() => bench.load("hchan").closeChan(ch, 7, 2)),
        ],
        (logs) => {
          const [sent, received] = [logs[0]?.[0] as Ended, logs[1]?.[0] as Ended];
          expect([DONE, OVER]).toContain(sent.verdict);
          expect(received.verdict).toBe(sent.verdict);
        },
      ),
    );
  });
});

describe("selects over shared channels, in every order", () => {
  test("two that meet in two channels agree on one of them", () => {
    explore(
      onChannels(
        [0, 0],
        (bench, [a = 0, b = 0]) => [
          doing(() => bench.select(0, [SEND, a, 1], [RECV, b])),
          doing(() => bench.select(1, [RECV, a], [SEND, b, 2])),
        ],
        (logs) => {
          const [x, y] = logs.map(([ended]) => ended as Ended & { chosen: number });
          expect(x?.chosen).toBe(y?.chosen);
          expect(x?.chosen === 0 ? y?.value : x?.value).toBe(x?.chosen === 0 ? 1 : 2);
        },
      ),
    );
  });

  test("of two senders, on two channels, a select takes one; the other finds nobody, or waits and is found", () => {
    explore(
      onChannels(
        [0, 0],
        (bench, [a = 0, b = 0]) => {
          const one = (): ReturnType<Bench["select"]> => bench.select(0, [RECV, a], [RECV, b]);
          return [
            doing(one, one),
            doing(() => bench.perform(1, SEND, a, 1)),
            doing(() => bench.perform(2, SEND, b, 2)),
          ];
        },
        (logs) => expect(values(logs[0]).sort()).toEqual([1, 2]),
      ),
    );
  });

  test("of three in a circle two meet, and one is left", () => {
    explore(
      scenario(
        (bench) => bench.channels(0, 0, 0),
        (bench, [a = 0, b = 0, c = 0]) => [
          doing(() => bench.select(0, [SEND, a, 1], [RECV, b])),
          doing(() => bench.select(1, [SEND, b, 2], [RECV, c])),
          doing(() => bench.select(2, [RECV, a], [SEND, c, 3])),
        ],
        (logs) => {
          // What each has done: sent (above 0) or received on channel 1, 2 or 3.
          const cases = [
            [1, -2],
            [2, -3],
            [-1, 3],
          ];
          const done = logs.flatMap((log, i) =>
            log === undefined ? [] : [cases[i]?.[log[0].chosen] as number],
          );
          expect(done.length).toBe(2);
          expect(done[0]).toBe(-(done[1] as number));
        },
        { mayWait: true },
      ),
    );
  });

  test("who gives up has not sent, or the value has arrived", () => {
    explore(
      onChannels(
        [0],
        (bench, [ch = 0]) => [
          doing(() => bench.giveUp(0, SEND, ch, 1)),
          doing(() => bench.giveUp(1, RECV, ch)),
          doing(() => bench.attempt(2, RECV, ch)),
        ],
        ([sent, ...received]) =>
          expect(received.flat().filter((ended) => ended !== null).length).toBe(sent?.[0] === null ? 0 : 1),
      ),
    );
  });

  test("a value that is offered once goes to the select or stays with who offered it", () => {
    explore(
      onChannels(
        [0, 1],
        (bench, [a = 0, b = 0]) => [
          doing(() => bench.select(0, [RECV, a], [RECV, b])),
          doing(function* () {
            const offered = yield* bench.attempt(1, SEND, a, 1);
            if (offered !== null) return { verdict: DONE, value: 1 };
            yield* bench.perform(1, SEND, b, 2);
            return { verdict: DONE, value: 2 };
          }),
        ],
        (logs) => expect(values(logs[0])).toEqual(values(logs[1])),
      ),
    );
  });
});

/** Two that send and one that receives, on a channel with a ring: more values than it holds. */
const overflow = (cap: number, patches: readonly Patch[] = []): Scenario =>
  scenario(
    (bench) => bench.channels(cap),
    (bench, [ch = 0]) => [
      doing(...[1, 2].map((v) => () => bench.perform(0, SEND, ch, v))),
      doing(() => bench.perform(1, SEND, ch, 3)),
      doing(...[1, 2, 3].map(() => () => bench.perform(2, RECV, ch))),
    ],
    (logs) => {
      const got = values(logs[2]);
      expect([...got].sort()).toEqual([1, 2, 3]);
      expect(got.indexOf(1)).toBeLessThan(got.indexOf(2));
    },
    { patches },
  );

describe("the two sides of a channel with a ring, in every order", () => {
  test("more values than it holds arrive once, those of one sender in order", () => {
    const { states } = explore(overflow(1));
    expect(states).toBeGreaterThan(1000);
  });

  test("who receives in a select, and who does not, get one value each", () => {
    explore(
      onChannels(
        [1],
        (bench, [ch = 0]) => [
          doing(...[1, 2].map((v) => () => bench.perform(0, SEND, ch, v))),
          doing(() => bench.select(1, [RECV, ch])),
          doing(() => bench.perform(2, RECV, ch)),
        ],
        ([, one, other]) => expect([...values(one), ...values(other)].sort()).toEqual([1, 2]),
      ),
    );
  });

  test("what was sent before a close is received after it", () => {
    explore(
      onChannels(
        [2],
        (bench, [ch = 0]) => [
          doing(
            () => bench.perform(0, SEND, ch, 1),
            () => bench.load("hchan").closeChan(ch, 7, 0),
          ),
          doing(...[1, 2].map(() => () => bench.perform(1, RECV, ch))),
        ],
        (logs) => expect(logs[1]?.map(({ verdict }) => verdict)).toEqual([DONE, OVER]),
      ),
    );
  });
});

describe("the explorer finds a channel with a ring that", () => {
  test.each([
    [
      "lets a sender pass a receiver that waits",
      "hchan",
      "if (get(ch + SENDS_SLOWLY) !== 0)",
      "if (ch === 0)",
    ],
    ["does not tell senders who waits", "sides", "get(obj + LINE_A) | get(obj + CLOSED)", "0"],
    [
      "looks at the other side without its lock",
      "hchan",
      "if (lock(ch + SEND_LOCK, me) === 0) {\n      unlock(ch + LOCK);",
      "if (ch === 0) {\n      unlock(ch + LOCK);",
    ],
    [
      "sends more than it holds",
      "hchan",
      "- get(ch + SEEN_RECEIVED)) | 0) >= cap)",
      "- get(ch + SEEN_RECEIVED)) | 0) > cap)",
    ],
    [
      "forgets that it may have seen less than was received",
      "hchan",
      "- get(ch + SEEN_RECEIVED)) | 0) >= cap)",
      "- get(ch + SEEN_RECEIVED)) | 0) === cap)",
    ],
    ["locks one side for both", "sides", "if (!hasSides(obj)) return 1;", "if (obj !== 0) return 1;"],
  ])("%s", (_, file, from, to) => {
    expect(() => explore(overflow(1, [{ file, from, to }]))).toThrow("threads ran in the order");
  });

  test("takes a value and leaves who waits for room", () => {
    const from = "if (get(ch + LINE_B) !== 0) {\n    unlock";
    const scene = scenario(
      (bench) => bench.channels(1),
      (bench, [ch = 0]) => [
        doing(...[1, 2].map((v) => () => bench.perform(0, SEND, ch, v))),
        doing(() => bench.perform(1, RECV, ch)),
      ],
      () => {},
      { patches: [{ file: "hchan", from, to: from.replace("!== 0", "< 0") }] },
    );
    expect(() => explore(scene)).toThrow("threads ran in the order");
  });
});
