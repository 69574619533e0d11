/** Twin of 52-seed-addele: an array grows where a slice panics, so the index is checked. */
import { chan, func, go, main, panic, type SendChan } from "@gopark/core";
import { format, println } from "../../src/fmt.js";

interface Report {
  i: number;
  text: string;
}

function set(a: number[], i: number, value: number): void {
  if (i >= a.length)
    panic(new RangeError(`runtime error: index out of range [${i}] with length ${a.length}`));
  a[i] = value;
}

const addele = func(function* (fn, a: number[], i: number, out: SendChan<Report>) {
  fn.defer(function* () {
    const err = fn.recover();
    if (err !== undefined) yield* out.send({ i, text: format(err) });
  });
  set(a, i, i);
  yield* out.send({ i, text: format(a) });
});

main(function* () {
  const out = chan<Report>();
  for (let i = 0; i < 10; i++) go(addele, [0, 0, 0, 0], i, out);
  const texts: string[] = [];
  for (let n = 0; n < 10; n++) {
    const r = (yield* out.recv()) as Report;
    texts[r.i] = r.text;
  }
  for (const text of texts) println(text);
});
