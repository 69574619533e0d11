/** Twin of 94-semaphore. */
import { chan, type Go, go, gosched, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

function* take(limit: number): Go {
  const tokens = chan<void>(limit);
  const done = chan<boolean>();
  let inside = 0;
  let most = 0;
  const order: number[] = [];
  for (let i = 0; i < 12; i++) {
    go(function* () {
      yield* tokens.send();
      inside++;
      if (inside > most) most = inside;
      order.push(i);
      yield* sleep(2);
      inside--;
      yield* tokens.recv();
      yield* done.send(true);
    });
    yield* gosched(); // it asks before the next one starts
  }
  for (let i = 0; i < 12; i++) yield* done.recv();
  println("limit", limit, "most at once", most, "left", tokens.len);
  if (limit === 1) println("order", order);
}

main(function* () {
  yield* gosched();
  for (const limit of [1, 3, 12, 20]) yield* take(limit);
}, untimed);
