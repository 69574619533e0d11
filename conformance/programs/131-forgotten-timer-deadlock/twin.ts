/** Twin of 131-forgotten-timer-deadlock. */
import { after, chan, main, Timer } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const t = new Timer(50);
  after(60);
  println("waiting for something else than", chan<number>(1).cap, "timer");
  yield* select([chan<number>().recv(), chan<boolean>().recv()]);
  t.stop();
});
