/** Twin of 104-select-timeout. */
import { after, chan, go, main, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const c = chan<string>();
  go(function* () {
    yield* sleep(50);
    yield* c.send("first");
    yield* sleep(400);
    yield* c.send("second");
  });
  for (let i = 0; i < 4; i++) {
    const r = yield* select({ c: c.recv(), late: after(250) });
    if (r.case === "c") println("got", r.value);
    else println("timeout");
  }

  // one timer for the whole loop instead
  const deadline = after(50);
  let tries = 0;
  for (let over = false; !over; tries++) {
    const r = yield* select({ c: c.recv(), deadline: deadline.recv(), step: after(20) });
    if (r.case === "c") println("BUG:", r.value);
    else if (r.case === "deadline") over = true;
  }
  println("gave up after some tries:", tries >= 2);
});
