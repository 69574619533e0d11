/** Twin of 206-semaphore-context. */
import { after, background, chan, func, go, main, sleep, withCancel, withTimeout } from "@gopark/core";
import { select } from "@gopark/select";
import { Weighted } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(
  func(function* (fn) {
    const s = new Weighted(3);
    const [short, cancelShort] = withTimeout(background(), 20);
    fn.defer(cancelShort);
    const tooMuch = chan<Error | undefined>();
    go(function* () {
      yield* tooMuch.send(yield* s.acquire(4, short));
    });
    yield* sleep(5);
    println("others are not held up:", s.tryAcquire(3));
    println("too much:", yield* tooMuch.recv());
    s.release(2); // one is held

    const [ctx, cancel] = withCancel(background());
    const head = chan<Error | undefined>();
    const next = chan<Error | undefined>();
    go(function* () {
      yield* head.send(yield* s.acquire(3, ctx));
    });
    yield* sleep(10);
    go(function* () {
      yield* next.send(yield* s.acquire(2, background()));
    });
    const r = yield* select({ next: next.recv(), late: after(20) });
    if (r.case === "next") println("BUG: it passed the one at the head");
    else println("two would fit, but the head wants three");
    cancel();
    println("head:", yield* head.recv());
    println("next:", yield* next.recv());
    s.release(3);
    println("nothing lost:", s.tryAcquire(3), s.tryAcquire(1));
  }),
  untimed,
);
