/** Twin of 39-errgroup. */
import { background, chan, func, main, sleep, withCancel } from "@gopark/core";
import { ErrGroup, Int32 } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const zero = new ErrGroup();
  println("zero group:", yield* zero.wait());

  let [g, ctx] = ErrGroup.withContext(background());
  const errA = new Error("A failed");
  const errB = new Error("B failed");
  yield* g.go(function* () {
    yield* sleep(20);
    return errA;
  });
  const cancelled = ctx.done();
  yield* g.go(function* () {
    yield* cancelled.recv();
    return errB;
  });
  yield* g.go(function* () {
    yield* cancelled.recv();
  });
  println("ctx before:", ctx.err());
  const err = yield* g.wait();
  println("first error:", err, err === errA, "| ctx:", ctx.err());
  println("Wait again:", yield* g.wait());

  // wait returns after ALL functions returned, and cancels the context even on success
  [g, ctx] = ErrGroup.withContext(background());
  const done = new Int32();
  for (let i = 1; i <= 3; i++) {
    yield* g.go(function* () {
      yield* sleep(i * 5);
      done.add(1);
    });
  }
  println("Wait:", yield* g.wait(), "finished", done.load(), "ctx", ctx.err());

  // a plain group does not cancel anything
  const plain = new ErrGroup();
  yield* plain.go(() => errA);
  yield* plain.go(function* () {
    yield* sleep(10);
    done.add(1);
  });
  println("plain:", yield* plain.wait(), "finished", done.load());

  // limits
  const lim = new ErrGroup();
  lim.setLimit(2);
  const cur = new Int32();
  const max = new Int32();
  for (let i = 0; i < 6; i++) {
    yield* lim.go(function* () {
      const c = cur.add(1);
      for (;;) {
        const m = max.load();
        if (c <= m || max.compareAndSwap(m, c)) break;
      }
      yield* sleep(3);
      cur.add(-1);
    });
  }
  yield* lim.wait();
  println("max in flight:", max.load());

  const tried = new ErrGroup();
  tried.setLimit(1);
  const hold = chan<void>();
  const first = tried.tryGo(function* () {
    yield* hold.recv();
  });
  println(
    "TryGo:",
    first,
    tried.tryGo(() => {}),
  );
  yield* func((fn) => {
    fn.defer(() => println("SetLimit while active:", fn.recover()));
    tried.setLimit(5);
  })();
  hold.close();
  yield* tried.wait();
  const free = new ErrGroup();
  free.setLimit(-1);
  const started = free.tryGo(() => errB);
  println("no limit:", started, yield* free.wait());

  // a cancelled parent does not stop go from starting functions
  const [parent, cancel] = withCancel(background());
  cancel();
  [g, ctx] = ErrGroup.withContext(parent);
  let ran = false;
  const dead = ctx;
  yield* g.go(() => {
    ran = true;
    return dead.err();
  });
  println("cancelled parent:", yield* g.wait(), "ran", ran);
});
