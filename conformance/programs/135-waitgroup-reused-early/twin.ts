/** Twin of 135-waitgroup-reused-early. */
import { func, go, gosched, main } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const wg = new WaitGroup();
  wg.add(1);
  go(() => {
    wg.done(); // main is released, but it has not run yet
    wg.add(1);
  });
  yield* func(function* (fn) {
    fn.defer(() => println("recovered:", fn.recover()));
    yield* wg.wait();
    println("BUG: Wait returned");
  })();
  wg.done();
  yield* wg.wait();
  println("usable again");
}, untimed);
