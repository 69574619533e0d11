/** Twin of 205-semaphore-fifo. */
import { after, background, chan, type Go, go, main, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { Weighted } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const ctx = background();
  const s = new Weighted(4);
  println(s.tryAcquire(3), s.tryAcquire(2), s.tryAcquire(1), s.tryAcquire(1));
  s.release(1);
  const got = chan<number>();
  for (const n of [3, 1, 2, 1]) {
    go(function* (n: number) {
      if ((yield* s.acquire(n, ctx)) === undefined) yield* got.send(n);
    }, n);
    yield* sleep(10);
  }
  println("one is free, but somebody waits:", s.tryAcquire(1));
  function* taken(): Go<string> {
    const r = yield* select({ got: got.recv(), late: after(20) });
    return r.case === "got" ? `${r.value} woken` : "nobody woken";
  }
  println(yield* taken());
  s.release(1);
  println(yield* taken());
  s.release(1); // now 3 fit
  println(yield* taken());
  println(yield* taken());
  s.release(3); // 1 and 2 fit, then 1 does not
  const a = (yield* got.recv()) as number;
  const b = (yield* got.recv()) as number;
  println(a + b, "woken together");
  s.release(1);
  println(yield* taken());
}, untimed);
