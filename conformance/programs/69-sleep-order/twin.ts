/** Twin of 69-sleep-order. */
import { chan, go, gosched, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const out = chan<number>();
  for (const ms of [90, 30, 0, 120, 60]) {
    go(function* (ms: number) {
      const start = performance.now();
      yield* sleep(ms);
      const d = performance.now() - start;
      if (d < ms) println("BUG: woke early", ms, d);
      yield* out.send(ms);
    }, ms);
  }
  for (let i = 0; i < 5; i++) println(yield* out.recv());

  let ran = false;
  go(() => {
    ran = true;
  });
  yield* sleep(0);
  yield* sleep(-1000);
  println("a sleep of nothing let the other run:", ran);
  yield* sleep(1);
  println("a real one did:", ran);
}, untimed);
