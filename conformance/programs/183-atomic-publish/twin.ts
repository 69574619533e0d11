/** Twin of 183-atomic-publish. */
import { chan, go, gosched, main } from "@gopark/core";
import { Bool, Int32, Int64 } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const ready = new Bool();
  const data: number[] = [];
  go(() => {
    for (let i = 1; i <= 5; i++) data.push(i);
    ready.store(true);
  });
  while (!ready.load()) yield* gosched();
  println(data);

  const tickets = new Int32();
  const finished = new Int32();
  const sum = new Int64();
  for (let g = 0; g < 10; g++) {
    go(() => {
      for (let n = tickets.add(1); n <= 1000; n = tickets.add(1)) sum.add(BigInt(n));
      finished.add(1);
    });
  }
  while (finished.load() < 10) yield* gosched();
  println("sum", sum.load(), "tickets drawn", tickets.load());

  // the largest of many, by compare and swap
  const highest = new Int32();
  const done = chan<boolean>();
  for (let g = 0; g < 10; g++) {
    go(function* (g: number) {
      for (let n = g; n < 1000; n += 10) {
        let old = highest.load();
        while (n > old && !highest.compareAndSwap(old, n)) old = highest.load();
      }
      yield* done.send(true);
    }, g);
  }
  for (let g = 0; g < 10; g++) yield* done.recv();
  println("highest", highest.load());
});
