/** Twin of 208-semaphore-workers. */
import { background, func, go, main, sleep } from "@gopark/core";
import { Int32, Weighted } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const limit = 4;
  const ctx = background();
  const s = new Weighted(limit);
  const active = new Int32();
  const most = new Int32();
  const out = Array.from({ length: 20 }, () => 0);
  for (const i of out.keys()) {
    const err = yield* s.acquire(1, ctx);
    if (err !== undefined) println("BUG:", err);
    go(
      func(function* (fn, i: number) {
        fn.defer(() => s.release(1));
        const now = active.add(1);
        let old = most.load();
        while (now > old && !most.compareAndSwap(old, now)) old = most.load();
        yield* sleep(2);
        out[i] = i * i;
        active.add(-1);
      }),
      i,
    );
  }
  println("all back:", yield* s.acquire(limit, ctx));
  println("most at once:", most.load());
  println(out);
});
