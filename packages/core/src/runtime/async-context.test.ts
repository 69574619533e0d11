/** D4 of sched.ts, against Node's AsyncLocalStorage. */

import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { chan, go, gosched, sleep } from "../index.js";

const requests = new AsyncLocalStorage<string>();

describe("D-67 the asynchronous context", () => {
  it("of goroutines is that of the call of run, whatever wakes them", async () => {
    const serve = (name: string): Promise<unknown[]> =>
      requests.run(name, () =>
        run(function* () {
          const seen: unknown[] = [requests.getStore()];
          const done = chan<void>();
          go(function* () {
            yield* gosched();
            seen.push(requests.getStore());
            yield* sleep(1);
            seen.push(requests.getStore());
            done.close();
          });
          yield* done.recv();
          seen.push(requests.getStore());
          return seen;
        }),
      );
    const seen = await Promise.all([serve("a"), serve("b")]);
    expect(seen).toEqual([Array(4).fill("a"), Array(4).fill("b")]);
  });

  it("of a goroutine that waits for another request's value stays its own", async () => {
    const values = chan<number>();
    const server = requests.run("server", () =>
      run(function* () {
        yield* values.recv();
        return requests.getStore();
      }),
    );
    await requests.run("request", () => values.send(1));
    expect(await server).toBe("server");
  });

  it("of the default program is nobody's: no goroutine sees that of another request", async () => {
    const seen = chan<unknown>(2);
    for (const name of ["a", "b"]) requests.run(name, () => go(() => void seen.trySend(requests.getStore())));
    expect([await seen.recv(), await seen.recv()]).toEqual([undefined, undefined]);
  });
});
