/** Twin of 27-runtime-errors: null stands for nil, a BigInt for an integer; an array grows, so its index is checked. */
import { chan, func, type Go, go, main, nilChan, panic, RuntimeError } from "@gopark/core";
import { println } from "../../src/fmt.js";

class V {
  n = 1;

  get(): number {
    return this.n;
  }
}

const tryTo = func((fn, name: string, f: () => unknown) => {
  fn.defer(() => {
    const r = fn.recover();
    println(name.padEnd(20), `panics=${r !== undefined}`, `error=${r instanceof Error}`);
  });
  f();
});

const text = func(function* (fn, name: string, f: () => Go) {
  fn.defer(() => {
    const r = fn.recover();
    println(name.padEnd(20), String(r instanceof RuntimeError).padEnd(5), r);
  });
  yield* f();
});

function set(a: number[], i: number): void {
  if (i >= a.length)
    panic(new RangeError(`runtime error: index out of range [${i}] with length ${a.length}`));
  a[i] = i;
}

/** Nil, of a type that says otherwise. */
function nil<T>(): T {
  return null as T;
}

main(function* () {
  const z = 0n;
  const neg = -1;
  const m = nil<Map<string, number>>();
  const p = nil<V>();
  yield* tryTo("nil map write", () => m.set("a", 1));
  yield* tryTo("nil deref", () => p.n);
  yield* tryTo("nil func", () => nil<() => void>()());
  yield* tryTo("value method on nil", () => p.get());
  yield* tryTo("divide", () => 1n / z);
  yield* tryTo("makeslice len", () => new Array(neg));
  yield* tryTo("nothing", () => {});

  // the runtime's own texts
  yield* text("makechan", function* () {
    chan<number>(neg);
  });
  yield* text("close of nil", function* () {
    nilChan<number>().close();
  });
  yield* text("index, goroutine-local", function* () {
    const done = chan<string>();
    go(
      func((fn) => {
        fn.defer(function* () {
          yield* done.send((fn.recover() as Error).message);
        });
        const a = [0, 0, 0, 0];
        for (let i = 0; ; i++) set(a, i);
      }),
    );
    panic(new Error(yield* done.recv()));
  });
});
