/** Twin of 121-timer-stop-reset. */
import { after, chan, go, Hour, main, Timer } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  let t = new Timer(10);
  const [, ok] = yield* t.c.recvOk();
  println("fired:", ok);
  const r = yield* select({ again: t.c.recv(), late: after(40) });
  if (r.case === "again") println("BUG: fired twice or closed");
  else println("not again, not closed");
  println("Stop after it fired:", t.stop());
  println("Reset after it fired:", t.reset(10));
  yield* t.c.recv();
  println("fired again");

  t = new Timer(Hour);
  println("Reset while pending:", t.reset(2 * Hour));
  println("Stop while pending:", t.stop());
  println("Stop again:", t.stop());
  println("Reset after Stop:", t.reset(Hour));
  const stopped = chan<boolean>();
  for (let i = 0; i < 3; i++) {
    go(function* () {
      yield* stopped.send(t.stop());
    });
  }
  let trues = 0;
  for (let i = 0; i < 3; i++) if (yield* stopped.recv()) trues++;
  println("three goroutines stop it, true for", trues);
  if (trySelect([t.c.recv()]) !== undefined) println("BUG: a stopped timer fired");
  else println("nothing in C");
});
