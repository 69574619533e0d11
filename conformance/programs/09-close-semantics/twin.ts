/** Twin of 09-close-semantics: the zero value of a closed channel is undefined; it is printed as Go's zero value. */
import { chan, func, go, main, sleep } from "@gopark/core";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const ch = chan<string>(3);
  yield* ch.send("a");
  yield* ch.send("");
  ch.close();
  println("len", ch.len, "cap", ch.cap);
  for (let i = 0; i < 4; i++) {
    const [v = "", ok] = yield* ch.recvOk();
    println(JSON.stringify(v), ok);
  }

  // close wakes every parked receiver with the zero value
  const done = chan<void>();
  const wg = new WaitGroup();
  const mu = new Mutex();
  let woken = 0;
  for (let i = 0; i < 5; i++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        const [, ok] = yield* done.recvOk();
        yield* mu.lock();
        if (!ok) woken++;
        mu.unlock();
      }),
    );
  }
  yield* sleep(20);
  done.close();
  yield* wg.wait();
  println("woken by one close:", woken);

  // range stops when closed and drained
  const nums = chan<number>(5);
  for (let i = 0; i < 5; i++) yield* nums.send(i * i);
  nums.close();
  let sum = 0;
  yield* nums.range((v) => {
    sum += v;
  });
  println("range sum", sum);
  let n = 0;
  yield* nums.range(() => {
    n++;
  });
  println("range over closed empty channel iterates", n);

  // break leaves the rest in the channel
  const q = chan<number>(4);
  yield* q.send(1);
  yield* q.send(2);
  yield* q.send(3);
  yield* q.range((v) => (v === 2 ? false : undefined));
  println("left after break", q.len);
});
