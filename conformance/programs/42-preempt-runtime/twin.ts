/** Twin of 42-preempt-runtime: the line that names a goroutine's creator is printed while debugging is on. */
import { chan, debug, go, gosched, main, numGoroutine, sleep, stack } from "@gopark/core";
import { println } from "../../src/fmt.js";

debug(true);

main(function* () {
  yield* gosched();

  // a goroutine that is always ready
  let stop = false;
  let spins = 0;
  const fin = chan<void>();
  go(function* () {
    const self = chan<number>(1);
    while (!stop) {
      yield* self.send(spins);
      spins = ((yield* self.recv()) as number) + 1;
    }
    fin.close();
  });
  yield* sleep(30); // comes back although the thread was busy
  stop = true;
  yield* fin.recv();
  println("busy loop was preempted:", spins > 0);

  // ten goroutines parked: main goes on
  println("goroutines", numGoroutine());
  const hold = chan<void>();
  const ended = chan<number>(10);
  for (let i = 0; i < 10; i++) {
    go(function* () {
      yield* hold.recv();
      yield* ended.send(i);
    });
  }
  println("goroutines", numGoroutine());
  yield* gosched();
  println("parked, ended so far:", ended.len);
  hold.close();
  while (numGoroutine() > 1) yield* gosched();
  println("goroutines", numGoroutine(), "ended", ended.len);

  // what everybody is doing, the caller first
  println(stack().split("\n")[0]);
  const res = chan<string>();
  go(function* () {
    yield* res.send(stack());
  });
  const st = (yield* res.recv()) as string;
  println("header:", /^goroutine \d+ \[running\]:\n/.test(st), "creator line:", st.includes("created by "));
  go(function* () {
    yield* chan<number>().recv();
  });
  go(function* () {
    yield* chan<number>().send(1);
  });
  yield* gosched();
  const all = stack();
  println("all stacks:", all.match(/^goroutine /gm)?.length);
  println("receiver listed:", all.includes(" [chan receive]:"));
  println("sender listed:", all.includes(" [chan send]:"));
});
