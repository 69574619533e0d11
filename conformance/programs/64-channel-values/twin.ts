/** Twin of 64-channel-values: a copied object stands for a struct value, the object itself for a pointer. */
import { type Chan, chan, type Go, main, type RecvChan, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

interface Point {
  x: number;
  y: number;
}

interface Loop extends Chan<Loop> {}

function* fill(out: SendChan<number>, n: number): Go {
  for (let i = 0; i < n; i++) yield* out.send(i);
  println("send side: len", out.len, "cap", out.cap);
  out.close();
}

function* drain(from: RecvChan<number>): Go<number> {
  println("receive side: len", from.len, "cap", from.cap);
  let sum = 0;
  yield* from.range((v) => {
    sum += v;
  });
  return sum;
}

main(function* () {
  const c = chan<number>(4);
  const d = c;
  const other = chan<number>(4);
  const view: RecvChan<number> = c;
  println("same:", c === d, "other:", c === other, "view:", c === view);
  yield* d.send(1);
  println("sent on the copy, received on the original:", yield* c.recv());

  const names = new Map([
    [c, "c"],
    [other, "other"],
  ]);
  println("keys:", names.get(d), names.get(other), names.size);

  yield* fill(c, 4);
  println("sum", yield* drain(c));

  // a struct is copied when it is sent, what a pointer points to is not
  const values = chan<Point>(1);
  const p: Point = { x: 1, y: 2 };
  yield* values.send({ ...p });
  p.x = 100;
  println("struct:", (yield* values.recv())?.x);
  const pointers = chan<Point>(1);
  yield* pointers.send(p);
  p.y = 200;
  println("pointer:", (yield* pointers.recv())?.y);

  // a channel may carry functions and itself
  const funcs = chan<(n: number) => number>(2);
  yield* funcs.send((n) => n + 1);
  yield* funcs.send((n) => n * 10);
  println("functions:", (yield* funcs.recv())?.(1), (yield* funcs.recv())?.(1));
  const l: Loop = chan<Loop>(1);
  yield* l.send(l);
  println("itself:", (yield* l.recv()) === l);

  // empty values are counted as well
  const empty = chan<void>(3);
  yield* empty.send();
  yield* empty.send();
  println("empty structs: len", empty.len, "cap", empty.cap);
});
