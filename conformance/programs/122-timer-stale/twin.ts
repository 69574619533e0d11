/** Twin of 122-timer-stale. */
import { Hour, main, type RecvChan, sleep, Timer } from "@gopark/core";
import { trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

function attempt(c: RecvChan<Date>): string {
  return trySelect([c.recv()]) === undefined ? "nothing" : "a stale value";
}

main(function* () {
  let t = new Timer(10);
  yield* sleep(50);
  println("unread: len", t.c.len, "cap", t.c.cap);
  println("Stop:", t.stop());
  println("after Stop:", attempt(t.c));

  t = new Timer(10);
  yield* sleep(50);
  println("Reset:", t.reset(Hour));
  println("after Reset:", attempt(t.c));
  println("pending:", t.stop());
});
