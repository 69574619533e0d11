/** Twin of 128-timer-value. */
import { after, main, sleep, Ticker, Timer } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const start = Date.now();
  const t = new Timer(20);
  const k = new Ticker(30);
  const a = after(10);
  yield* sleep(200);
  for (const c of [t.c, k.c, a]) {
    const fired = +((yield* c.recv()) as Date) - start;
    println(fired >= 5, fired < 150);
  }
  k.stop();
});
