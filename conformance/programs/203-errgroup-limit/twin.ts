/** Twin of 203-errgroup-limit. */
import { chan, func, type Go, main, sleep } from "@gopark/core";
import { ErrGroup, Int32 } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const g = new ErrGroup();
  g.setLimit(3);
  const active = new Int32();
  const most = new Int32();
  const total = new Int32();
  function* work(): Go {
    const now = active.add(1);
    let old = most.load();
    while (now > old && !most.compareAndSwap(old, now)) old = most.load();
    yield* sleep(5);
    active.add(-1);
    total.add(1);
  }
  for (let i = 0; i < 12; i++) yield* g.go(work);
  yield* g.wait();
  println("most at once:", most.load(), "total:", total.load());

  const hold = chan<boolean>();
  function* held(): Go {
    yield* hold.recv();
  }
  println(g.tryGo(held), g.tryGo(held), g.tryGo(held), g.tryGo(held));
  yield* func((fn) => {
    fn.defer(() => println("recovered:", fn.recover()));
    g.setLimit(5);
  })();
  hold.close();
  yield* g.wait();
  g.setLimit(0);
  println("limit 0:", g.tryGo(work));
  g.setLimit(-1);
  for (let i = 0; i < 20; i++) {
    if (!g.tryGo(work)) println("BUG: no limit, yet no place");
  }
  println("no limit:", yield* g.wait(), "total:", total.load());
});
