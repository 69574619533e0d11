/** Twin of 126-ticker-interval. */
import { func, Hour, main, nilChan, Ticker, tick } from "@gopark/core";
import { println } from "../../src/fmt.js";

const protect = func((fn, f: () => void) => {
  fn.defer(() => println("recovered:", fn.recover()));
  f();
});

main(function* () {
  yield* protect(() => new Ticker(0));
  yield* protect(() => new Ticker(-1000));
  const t = new Ticker(Hour);
  yield* protect(() => t.reset(0));
  t.stop();
  yield* protect(() => t.reset(-1));
  println(tick(0) === nilChan(), tick(-1) === nilChan());
  const c = tick(5);
  yield* c.recv();
  yield* c.recv();
  println("two ticks");
});
