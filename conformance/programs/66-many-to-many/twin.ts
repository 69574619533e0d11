/** Twin of 66-many-to-many. */
import { chan, type Go, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

const producers = 8;
const consumers = 8;
const each = 500;

interface Item {
  from: number;
  seq: number;
}

function* exchange(capacity: number): Go<[count: number, twice: number, outOfOrder: number]> {
  const c = chan<Item>(capacity);
  const produced = chan<boolean>();
  const results = chan<Item[]>();
  for (let p = 0; p < producers; p++) {
    go(function* (from: number) {
      for (let seq = 0; seq < each; seq++) yield* c.send({ from, seq });
      yield* produced.send(true);
    }, p);
  }
  for (let i = 0; i < consumers; i++) {
    go(function* () {
      const got: Item[] = [];
      yield* c.range((v) => {
        got.push(v);
      });
      yield* results.send(got);
    });
  }
  for (let p = 0; p < producers; p++) yield* produced.recv();
  c.close();
  let count = 0;
  let twice = 0;
  let outOfOrder = 0;
  const seen = new Set<string>();
  for (let i = 0; i < consumers; i++) {
    const last = new Map<number, number>();
    for (const v of (yield* results.recv()) as Item[]) {
      count++;
      const key = `${v.from}/${v.seq}`;
      if (seen.has(key)) twice++;
      seen.add(key);
      if ((last.get(v.from) ?? -1) >= v.seq) outOfOrder++;
      last.set(v.from, v.seq);
    }
  }
  return [count, twice, outOfOrder];
}

main(function* () {
  for (const capacity of [0, 1, 7, 128]) {
    const [count, twice, outOfOrder] = yield* exchange(capacity);
    println("capacity", capacity, "count", count, "twice", twice, "out of order", outOfOrder);
  }
});
