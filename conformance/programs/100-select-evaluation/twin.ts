/** Twin of 100-select-evaluation. */
import { type Chan, chan, func, main, nilChan, panic } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

function ch(name: string, c: Chan<number>): Chan<number> {
  println("channel", name);
  return c;
}

function val(name: string, v: number): number {
  println("value", name);
  return v;
}

function fail(): number {
  panic("no value");
}

main(function* () {
  const full = chan<number>(1);
  const ready = chan<number>(1);
  const never = nilChan<number>();
  yield* full.send(1);
  yield* ready.send(42);
  const r = yield* select({
    full: ch("full", full).send(val("for full", 7)),
    ready: ch("ready", ready).recv(),
    never: ch("never", never).send(val("for never", 8)),
  });
  if (r.case === "ready") println("received", r.value);
  else println("BUG:", r.case);
  const tried = trySelect({ full: ch("full", full).send(val("again", 7)) });
  if (tried !== undefined) println("BUG: no room");
  else println("default, after the evaluation");
  yield* ready.send(43);
  yield* func(function* (fn) {
    fn.defer(() => println("recovered:", fn.recover()));
    const s = yield* select({ ready: ch("ready", ready).recv(), full: full.send(fail()) });
    println("BUG:", s.case);
  })();
  println("untouched:", ready.len, full.len);
});
