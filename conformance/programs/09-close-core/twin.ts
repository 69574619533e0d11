/** Twin of 09-close-core: the zero value of a closed channel is undefined; it is printed as Go's zero value. */
import { chan, go, main, sleep } from "@gopark/core";
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
  const reports = chan<boolean>();
  for (let i = 0; i < 5; i++) {
    go(function* () {
      const [, ok] = yield* done.recvOk();
      yield* reports.send(ok);
    });
  }
  yield* sleep(20);
  done.close();
  let woken = 0;
  for (let i = 0; i < 5; i++) {
    if ((yield* reports.recv()) === false) woken++;
  }
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
