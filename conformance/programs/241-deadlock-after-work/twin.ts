/** Twin of 241-deadlock-after-work. */
import { chan, go, main, sleep, Ticker } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const stuck = chan<number>();
  const beats = chan<number>();
  go(function* () {
    const t = new Ticker(10);
    for (let i = 1; i <= 3; i++) {
      yield* t.c.recv();
      yield* beats.send(i);
    }
    t.stop();
    beats.close();
  });
  yield* beats.range((b) => println("beat", b));
  go(function* () {
    yield* sleep(20);
    println("the last sleeper ends");
  });
  yield* stuck.send(1);
});
