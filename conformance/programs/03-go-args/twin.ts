/** Twin of 03-go-args: a generator function is the body; a value receiver is a copy of the object. */
import { chan, type Go, go, main, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

interface Counter {
  n: number;
}

function byValue(c: Counter): (done: SendChan<string>) => Go {
  const copy = { ...c };
  return function* (done) {
    yield* done.send(`value receiver sees ${copy.n}`);
  };
}

function byPointer(c: Counter): (done: SendChan<string>) => Go {
  return function* (done) {
    yield* done.send(`pointer receiver sees ${c.n}`);
  };
}

function arg(name: string, v: number): number {
  println("evaluate", name);
  return v;
}

function pick(): (a: number, b: number) => void {
  println("evaluate function value");
  return (a, b) => println("body runs with", a, b);
}

function returnsValue(): number {
  return 42; // result is simply dropped by go
}

main(function* () {
  // the seed: the parameter is a snapshot, the captured variable is shared
  let a = 123;
  let gate = chan<void>();
  const first = chan<void>();
  go(function* (x: number) {
    yield* gate.recv();
    println(x, a);
    first.close();
  }, a);
  a = 789;
  gate.close();
  yield* first.recv();

  // evaluation happens before the statement completes, left to right, body later
  gate = chan<void>();
  const second = chan<void>();
  go(
    function* (f: (a: number, b: number) => void, x: number, y: number) {
      yield* gate.recv();
      f(x, y);
      second.close();
    },
    pick(),
    arg("first", 1),
    arg("second", 2),
  );
  println("go statement returned");
  gate.close();
  yield* second.recv();

  // receivers
  const res = chan<string>();
  const hold = chan<void>();
  const c: Counter = { n: 1 };
  const f = byValue(c);
  const g = byPointer(c);
  go(function* () {
    yield* hold.recv();
    yield* f(res);
  });
  c.n = 2;
  hold.close();
  println(yield* res.recv());
  go(g, res);
  println(yield* res.recv());

  // results are discarded
  go(returnsValue);

  // reassigning the function variable after the statement has no effect
  let h = function* (): Go {
    yield* res.send("old function");
  };
  go(h);
  h = function* () {
    yield* res.send("new function");
  };
  println(yield* res.recv());
  void h;
});
