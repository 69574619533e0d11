/** Twin of 89-recovered-panic: catch stands for recover; a number divided by zero is no panic here, so it is checked. */
import { chan, type Go, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

const errStop = new Error("stop");

function* protect(f: () => Go): Go<unknown> {
  try {
    yield* f();
  } catch (error) {
    return error;
  }
  return undefined;
}

function divide(a: number, b: number): number {
  if (b === 0) throw new RangeError("runtime error: integer divide by zero");
  return Math.trunc(a / b);
}

main(function* () {
  const stopped = yield* protect(function* () {
    throw errStop;
  });
  println("same error:", stopped === errStop);
  const number = yield* protect(function* () {
    throw 7;
  });
  println("a number:", number);
  println("no panic:", yield* protect(function* () {}));

  const jobs = chan<number>();
  const results = chan<string>();
  go(function* () {
    yield* jobs.range(function* (n) {
      const r = yield* protect(function* () {
        yield* results.send(`12 / ${n} = ${divide(12, n)}`);
      });
      if (r !== undefined) yield* results.send(`job ${n}: ${(r as Error).message}`);
    });
    results.close();
  });
  for (const n of [4, 0, 3]) {
    yield* jobs.send(n);
    println(yield* results.recv());
  }
  jobs.close();
  const [, open] = yield* results.recvOk();
  println("worker ended, results open:", open);

  // a failed send does not disturb the channel
  const c = chan<number>(2);
  yield* c.send(1);
  c.close();
  const failed = yield* protect(function* () {
    yield* c.send(2);
  });
  println(failed);
  for (let i = 0; i < 2; i++) {
    const [v = 0, ok] = yield* c.recvOk();
    println(v, ok);
  }
});
