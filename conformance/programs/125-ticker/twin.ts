/** Twin of 125-ticker. */
import { after, main, now, type RecvChan, sleep, Ticker } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

function attempt(c: RecvChan<Date>): boolean {
  return trySelect([c.recv()]) !== undefined;
}

main(function* () {
  const start = now();
  const t = new Ticker(15);
  for (let i = 1; i <= 3; i++) {
    yield* t.c.recv();
    println("tick", i, "early:", now() - start < 15 * i);
  }
  t.reset(100);
  yield* sleep(330);
  println("three missed, pending:", attempt(t.c), attempt(t.c));
  t.stop();
  const r = yield* select({ tick: t.c.recvOk(), late: after(150) });
  if (r.case === "tick") println("BUG: a tick after Stop, or closed:", r.value[1]);
  else println("no tick after Stop, and not closed");
  t.stop();
  t.reset(10);
  yield* t.c.recv();
  println("ticks again after Reset");
  t.stop();
});
