/** Twin of 234-panic-values: causes stand for wrapped errors, an array for a pointer to a slice. */
import { chan, func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

class Problem extends Error {
  constructor(
    readonly code: number,
    err: Error,
  ) {
    super(`problem ${code}: ${err.message}`, { cause: err });
  }
}

const errBase = new Error("base");

/** The error and what it wraps. */
function* chain(error: unknown): Generator<Error> {
  for (let e = error; e instanceof Error; e = e.cause) yield e;
}

const caught = func((fn, v: unknown) => {
  fn.defer(() => {
    fn.result = fn.recover();
  });
  panic(v);
});

main(
  func(function* (fn) {
    const p = new Problem(7, errBase);
    const r = yield* caught(p);
    println((r as unknown) === p, r);
    println("is base:", [...chain(r)].includes(errBase));
    const wrapped = yield* caught(new Error(`wrapped: ${p.message}`, { cause: p }));
    const as = [...chain(wrapped)].find((e) => e instanceof Problem);
    println("as problem:", as !== undefined, as?.code);
    const c = chan<number>();
    const same = (yield* caught(c)) === (c as unknown);
    println(same, yield* caught(3.5), yield* caught("text"), yield* caught(true));
    const list = [1, 2];
    const got: unknown = yield* caught(list);
    list[0] = 9;
    println(got);
    println("no panic is left:", fn.recover());
  }),
);
