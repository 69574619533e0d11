/** Twin of 133-after-in-loop. */
import { after, chan, func, go, main, sleep, Ticker } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    const work = chan<number>();
    go(function* () {
      for (let i = 0; ; i++) {
        yield* work.send(i);
        yield* sleep(40);
      }
    });
    const beat = new Ticker(25);
    fn.defer(() => beat.stop());
    const limit = after(300);
    let beats = 0;
    let next = 0;
    for (;;) {
      const r = yield* select({ work: work.recv(), beat: beat.c.recv(), limit: limit.recv() });
      if (r.case === "work") {
        if (r.value !== next) println("BUG: want", next, "got", r.value);
        next++;
      } else if (r.case === "beat") beats++;
      else {
        println("several of each:", next > 2 && next <= 8, beats > 2 && beats <= 12);
        return;
      }
    }
  }),
);
