/** What a panic has replaced, and which later one of the same value goes on with it. */

import { describe, expect, it } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { GoPanic } from "../errors.js";
import { func, panic } from "../func.js";
import { go } from "../go.js";
import { goexit, gosched, sleep } from "../op.js";

/** How a program ended that panics. */
async function crashOf(main: () => any): Promise<GoPanic> {
  const error = await run(main).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(GoPanic);
  return error as GoPanic;
}

describe("a panic with an error that has replaced another panic", () => {
  const sentinel = new Error("sentinel");
  const replaces = func((fn) => {
    fn.defer(() => panic(sentinel));
    panic("first");
  });

  it("begins anew with panic after a catch, in a generator or an async function", async () => {
    const caught = await crashOf(function* () {
      try {
        yield* replaces();
      } catch {}
      panic(sentinel);
    });
    expect(caught.message).toBe("panic: sentinel");
    const awaited = await crashOf(async () => {
      await replaces().then(undefined, () => {});
      panic(sentinel);
    });
    expect(awaited.message).toBe("panic: sentinel");
  });

  it("D-72 goes on with a throw", async () => {
    const crash = await crashOf(function* () {
      try {
        yield* replaces();
      } catch {}
      throw sentinel;
    });
    expect(crash.message).toBe("panic: first\n\tpanic: sentinel");
    const awaited = await crashOf(async () => {
      await replaces();
    });
    expect(awaited.message).toBe("panic: first\n\tpanic: sentinel");
  });

  it("GX-08 begins anew after a goexit has cancelled it", async () => {
    const crash = await crashOf(function* () {
      const g = go(
        func((fn) => {
          fn.defer(goexit);
          fn.defer(() => {
            throw sentinel;
          });
          panic("first");
        }),
      );
      yield* g.join();
      throw sentinel;
    });
    expect(crash.message).toBe("panic: sentinel");
  });

  it("goes on where it is about to leave its function while another goroutine recovers the same error", async () => {
    const crash = await crashOf(
      func(function* (fn) {
        fn.defer(function* () {
          yield* go(
            func((other) => {
              other.defer(() => void other.recover());
              panic(sentinel);
            }),
          ).join();
        });
        yield* replaces();
      }),
    );
    expect(crash.message).toBe("panic: first\n\tpanic: sentinel");
  });

  it("begins anew while the deferred call that has recovered it goes on in another goroutine", async () => {
    const crash = await crashOf(function* () {
      go(
        func(function* (fn) {
          fn.defer(function* () {
            fn.recover();
            yield* sleep(1);
          });
          fn.defer(function* () {
            yield* gosched();
          });
          yield* replaces();
        }),
      );
      yield* gosched();
      throw sentinel;
    });
    expect(crash.message).toBe("panic: sentinel");
  });

  it("PN-10 is printed once if a deferred call raises the same again without having recovered it", async () => {
    const error = new Error("sent");
    const twice = func((fn) => {
      fn.defer(() => panic(error));
      panic(error);
    });
    expect((await crashOf(twice)).message).toBe("panic: sent");
    const another = func(function* (fn) {
      fn.defer(() => panic("B"));
      fn.defer(() => {
        fn.recover();
        panic("B");
      });
      yield* twice();
    });
    expect((await crashOf(another)).message).toBe("panic: sent\n\tpanic: B");
  });
});

describe("a thrown value that is no object", () => {
  const throws = (value: unknown) => () => {
    throw value;
  };

  it("is printed after what it has replaced, also through outer functions", async () => {
    const inner = func((fn) => {
      fn.defer(throws("second"));
      throw "first";
    });
    const outer = func(function* (fn) {
      fn.defer(() => gosched());
      yield* inner();
    });
    for (const main of [inner, outer]) {
      const crash = await crashOf(main);
      expect(crash).toMatchObject({ message: "panic: first\n\tpanic: second", cause: "second" });
    }
  });

  it("is printed alone if another has replaced a panic", async () => {
    const crash = await crashOf(function* () {
      try {
        yield* func((fn) => {
          fn.defer(throws("second"));
          throw "first";
        })();
      } catch {}
      throw "third";
    });
    expect(crash.message).toBe("panic: third");
  });
});

describe("an error that is thrown in deferred calls again and again", () => {
  const sentinel = new Error("sentinel");
  const throwing = (value: unknown) =>
    func((fn) => {
      fn.defer(() => {
        throw value;
      });
      panic("old");
    });

  it.each([
    ["an object", sentinel, throwing(sentinel)],
    ["a string", "sentinel", throwing("sentinel")],
  ])("has replaced only what it replaces this time: %s", async (_, value, fails) => {
    for (let i = 0; i < 20; i++) expect(await fails().then(undefined, (error: unknown) => error)).toBe(value);
    const crash = await crashOf(function* () {
      for (let i = 0; i < 20; i++) {
        try {
          yield* fails();
        } catch {}
      }
      yield* fails();
    });
    expect(crash.message).toBe("panic: old\n\tpanic: sentinel");
  });

  it("is printed alone by a program of its own", async () => {
    expect((await crashOf(throwing(sentinel))).message).toBe("panic: old\n\tpanic: sentinel");
    const alone = await crashOf(() => {
      throw sentinel;
    });
    expect(alone.message).toBe("panic: sentinel");
  });
});
