/** Twin of 212-singleflight-chan: there is no error beside the value. */
import { after, chan, type Go, main, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { type FlightResult, SingleFlight } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const g = new SingleFlight<string, number>();
  const gate = chan<boolean>();
  let runs = 0;
  function* fn(): Go<number> {
    runs++;
    yield* gate.recv();
    return 42;
  }
  const a = g.doChan("k", fn);
  const b = g.doChan("k", fn);
  println("cap", a.cap, "different:", a !== b);
  const early = yield* select({ a: a.recv(), late: after(20) });
  if (early.case === "a") println("BUG: the function has not returned");
  else println("impatient");
  yield* gate.send(true);
  let r = (yield* b.recv()) as FlightResult<number>;
  println(r.value, undefined, r.shared, "runs", runs);
  yield* sleep(5);
  println("for the impatient one as well:", a.len);
  r = (yield* a.recv()) as FlightResult<number>;
  println(r.value, undefined, r.shared);
  const second = yield* select({ a: a.recvOk(), late: after(10) });
  if (second.case === "a") println("BUG: a second result, or closed:", second.value[1]);
  else println("one result, not closed");
}, untimed);
