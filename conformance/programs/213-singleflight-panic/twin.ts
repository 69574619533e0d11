/** Twin of 213-singleflight-panic. */
import { type BodyResult, call, chan, func, go, goexit, main, panic, sleep } from "@gopark/core";
import { SingleFlight } from "@gopark/sync";
import { format, println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const g = new SingleFlight<string, string>();
  const gate = chan<boolean>();
  const ended = chan<string>();
  let runs = 0;
  const ask = func(function* (fn, end: () => BodyResult<void>) {
    let how = "ended by Goexit";
    fn.defer(function* () {
      const r = fn.recover();
      if (r !== undefined) how = `${format(r).split("\n")[0]}, an error: ${r instanceof Error}`;
      yield* ended.send(how);
    });
    yield* g.do("k", function* () {
      runs++;
      yield* gate.recv();
      yield* call(end);
      return "";
    });
    how = "BUG: Do returned";
  });
  for (const end of [() => panic("boom"), () => goexit()]) {
    for (let i = 0; i < 3; i++) go(ask, end);
    yield* sleep(20);
    yield* gate.send(true);
    for (let i = 0; i < 3; i++) println(yield* ended.recv());
  }
  const { value, shared } = yield* g.do("k", () => "works again");
  println(value, undefined, shared, "runs", runs);
}, untimed);
