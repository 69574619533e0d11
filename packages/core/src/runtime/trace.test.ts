import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { chan, nilChan } from "../chan.js";
import { debug, stack } from "../debug.js";
import { go } from "../go.js";
import { call, type Go, goexit, gosched, type Op, sleep, wait } from "../op.js";
import { m } from "./m.js";

/** Where frames stand differs from machine to machine: dumps here go without. */
let locate: typeof m.locate;
beforeEach(() => {
  locate = m.locate;
  m.locate = null;
});
afterEach(() => {
  m.locate = locate;
});

describe("a dump", () => {
  test("it lists every goroutine with its id, what it does, and its functions from the inside out", () =>
    run(function* main() {
      go(function* worker() {
        yield* chan().recv();
      });
      yield* settle();
      go(function* fresh() {});
      expect(stack()).toBe(
        [
          "goroutine 1 [running]:\nmain(...)\n",
          "goroutine 2 [chan receive]:\nworker(...)\n",
          "goroutine 3 [runnable]:\nfresh(...)\n",
        ].join("\n"),
      );
    }));

  test("the running goroutine comes first, then the others by id", () =>
    run(function* () {
      go(function* () {
        yield* chan().recv();
      });
      const asking = go(function* asking() {
        yield* gosched();
        return stack();
      });
      const ids = (yield* asking.join()).match(/^goroutine \d+/gm);
      expect(ids).toEqual(["goroutine 3", "goroutine 1", "goroutine 2"]);
    }));

  test.each<[string, () => Op<unknown>]>([
    ["chan receive", () => chan().recv()],
    ["chan receive", () => chan().recvOk()],
    ["chan receive", () => chan().range(() => {})],
    [
      "chan receive",
      () =>
        chan()
          .recv()
          .map(() => 1),
    ],
    ["chan send", () => chan().send(1)],
    ["chan receive (nil chan)", () => nilChan().recv()],
    ["chan receive (nil chan)", () => nilChan().range(() => {})],
    ["chan send (nil chan)", () => nilChan().send(1)],
    ["sleep", () => sleep(1e6)],
    ["promise", () => wait(new Promise(() => {}))],
    ["promise", () => call(async () => new Promise(() => {}))],
    ["join", () => go(() => chan().recv()).join()],
  ])("the state [%s] is that of %o", (reason, make) =>
    run(function* () {
      const g = go(function* parked() {
        yield* make();
      });
      yield* settle();
      expect(stack()).toContain(`goroutine ${g.id} [${reason}]:\n`);
    }),
  );

  test("calls stand in it with their names, the innermost first", () =>
    run(function* () {
      function* outer(): Go {
        yield* call(middle);
      }
      function* middle(): Go {
        yield* call(inner);
      }
      function* inner(): Go {
        yield* chan().recv();
      }
      go(outer);
      yield* settle();
      expect(stack()).toContain("goroutine 2 [chan receive]:\ninner(...)\nmiddle(...)\nouter(...)\n");
    }));

  test("a goroutine that has ended is not in it; one that ends by goexit is, until it has", () =>
    run(function* () {
      go(function* gone() {});
      go(function* leaving() {
        try {
          yield* goexit();
        } finally {
          yield* chan().recv();
        }
      });
      yield* settle();
      expect(stack()).not.toContain("gone");
      expect(stack()).toContain("goroutine 3 [chan receive]:\nleaving(...)");
    }));

  test("it changes nothing: taken between any two steps, the program does the same", async () => {
    const program = (look: () => void): Promise<string> =>
      run(
        function* () {
          const ch = chan<number>(1);
          const log: string[] = [];
          for (const name of ["a", "b", "c"])
            go(function* () {
              for (let i = 0; i < 3; i++) {
                look();
                yield* ch.send(i);
                look();
                log.push(`${name}${i}`);
              }
            });
          for (let i = 0; i < 9; i++) {
            look();
            log.push(`got ${yield* ch.recv()}`);
          }
          yield* settle();
          return log.join(" ");
          // A dump takes time, and time is what ends a slice: this one has none.
        },
        { slice: 1e9 },
      );
    m.locate = locate;
    expect(await program(() => void stack())).toBe(await program(() => {}));
  });

  test("outside goroutines it is that of the default program", async () => {
    const g = go(function* outside() {
      yield* sleep(1);
    });
    await new Promise(setImmediate);
    expect(stack()).toContain(`goroutine ${g.id} [sleep]:\noutside(...)`);
    await g.join();
  });
});

describe("the creation site", () => {
  afterEach(() => debug(false));

  test("with debugging on each goroutine has one, but main", async () => {
    debug(true);
    await run(function* main() {
      go(function* worker() {
        go(function* inner() {
          yield* chan().recv();
        });
        yield* chan().recv();
      });
      yield* settle();
      const [first, second, third] = stack().split("\n\n");
      expect(first).not.toContain("created by");
      expect(second).toMatch(
        /goroutine 2 .*\nworker\(\.\.\.\)\ncreated by .*\bgoroutine 1\n\t.*trace\.test\.ts/s,
      );
      expect(third).toMatch(
        /goroutine 3 .*\ninner\(\.\.\.\)\ncreated by .*\bgoroutine 2\n\t.*trace\.test\.ts/s,
      );
    });
  });

  test("without, there is none", () =>
    run(function* () {
      go(() => chan().recv());
      yield* settle();
      expect(stack()).not.toContain("created by");
    }));

  test("a panic's report tells it", async () => {
    debug(true);
    const error = await run(function* () {
      go(() => {
        throw new Error("boom");
      });
      yield* chan().recv();
    }).catch((e: unknown) => e);
    expect((error as { site: string }).site).toMatch(/^created by .*goroutine 1\n\t.*trace\.test\.ts/);
  });
});
