/** Twin of 137-waitgroup-negative-crash. */
import { chan, func, go, main } from "@gopark/core";
import { select } from "@gopark/select";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  let wg = new WaitGroup();
  wg.add(1);
  yield* func((fn) => {
    fn.defer(() => println("recovered:", fn.recover()));
    wg.add(-2);
  })();
  wg = new WaitGroup();
  wg.add(1);
  const gate = chan<boolean>();
  go(function* () {
    wg.done();
    yield* gate.recv();
    wg.done();
  });
  yield* wg.wait();
  println("one Done too many follows");
  yield* gate.send(true);
  yield* select({});
});
