/** Twin of 127-timer-order. */
import { after, afterFunc, chan, go, Hour, main, sleep, Ticker, Timer } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const unit = 50;
  const log = chan<string>();
  afterFunc(6 * unit, () => log.send("6 AfterFunc"));
  go(function* () {
    yield* after(4 * unit);
    yield* log.send("4 After");
  });
  go(function* () {
    yield* sleep(2 * unit);
    yield* log.send("2 Sleep");
  });
  const late = new Timer(5 * unit);
  go(function* () {
    yield* late.c.recv();
    yield* log.send("5 Timer");
  });
  const early = new Timer(Hour);
  early.reset(1 * unit);
  go(function* () {
    yield* early.c.recv();
    yield* log.send("1 Timer, reset");
  });
  const ticker = new Ticker(3 * unit);
  go(function* () {
    yield* ticker.c.recv();
    yield* log.send("3 Ticker");
    ticker.stop();
  });
  const stopped = afterFunc(3 * unit, () => log.send("BUG: stopped"));
  stopped.stop();
  for (let i = 0; i < 6; i++) println(yield* log.recv());
});
