/** Twin of 130-stopped-timer-deadlock. */
import { afterFunc, chan, Hour, main, sleep, Ticker } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const t = afterFunc(Hour, () => println("BUG: an hour has passed"));
  const k = new Ticker(Hour);
  println("stopped:", t.stop());
  k.stop();
  yield* sleep(1);
  yield* select([k.c.recv(), chan<number>().recv()]);
});
