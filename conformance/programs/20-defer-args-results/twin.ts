/** Twin of 20-defer-args-results: fn.result is the named result; a Map is printed as Go prints a map. */
import { type Frame, func, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

const triple = func((fn: Frame<number>, n: number) => {
  fn.defer(() => {
    fn.result += n;
  });
  return n * 2;
});

// a local is not the result
const unnamed = func((fn) => {
  let x = 1;
  fn.defer(() => {
    x = 100;
  });
  return x;
});

const viaPointer = func((fn) => {
  const x = { value: 1 };
  fn.defer(() => {
    x.value = 100;
  });
  return x;
});

const lastWins = func((fn: Frame<string>) => {
  fn.defer(() => {
    fn.result += "c";
  });
  fn.defer(() => {
    fn.result += "b";
  });
  return "a";
});

const errWrap = func((fn: Frame<Error | undefined>) => {
  fn.defer(() => {
    if (fn.result !== undefined) fn.result = new Error(`wrapped: ${fn.result.message}`, { cause: fn.result });
  });
  return new Error("inner");
});

class Obj {
  name: string;

  constructor(name: string) {
    this.name = name;
  }

  chain(s: string): Obj {
    println("chain", s);
    return this;
  }
}

function val(o: Obj): void {
  println("value receiver", o.name);
}

function ptr(o: Obj): void {
  println("pointer receiver", o.name);
}

const nilFunc = func((fn: Frame<string>) => {
  fn.defer(() => {
    const r = fn.recover();
    fn.result = `panics when it should run: ${r instanceof Error ? r.message : String(r)}`;
  });
  const f = undefined as unknown as () => void;
  fn.defer(f);
  println("deferring a nil func is fine so far");
  return "unset";
});

main(function* () {
  println(
    yield* triple(5),
    yield* unnamed(),
    (yield* viaPointer()).value,
    yield* lastWins(),
    yield* errWrap(),
  );

  yield* func((fn) => {
    for (let i = 0; i < 3; i++) fn.defer(println, "a:", i);
  })();
  yield* func((fn) => {
    for (let i = 0; i < 3; i++) fn.defer(() => println("b:", i));
  })();

  yield* func((fn) => {
    const o = new Obj("first");
    fn.defer(val, new Obj(o.name)); // a value receiver is a copy
    fn.defer(ptr, o);
    o.name = "second";
  })();

  yield* func((fn) => {
    const o = new Obj("o");
    const inner = o.chain("1").chain("2");
    fn.defer((s) => inner.chain(s), "3"); // only the last call is deferred
    println("body");
  })();

  yield* func((fn) => {
    let f = () => println("old f");
    fn.defer(f);
    f = () => println("new f");
    f();
  })();

  println(yield* nilFunc());

  // the Map is shared, the number is a copy
  yield* func((fn) => {
    const m = new Map([["k", 1]]);
    let n = 1;
    fn.defer((map, number) => println("deferred args", `map[k:${map.get("k")}]`, number), m, n);
    m.set("k", 2);
    n = 2;
  })();
});
