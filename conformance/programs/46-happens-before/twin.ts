/** Twin of 46-happens-before. */
import { chan, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  let a: string;

  // the go statement happens before the goroutine's start, a send before the receive completes
  a = "before go";
  const done = chan<boolean>(1);
  go(function* () {
    println("goroutine sees:", a);
    a = "before send";
    yield* done.send(true);
  });
  yield* done.recv();
  println("main sees:", a);

  // a close happens before the receive that returns because of it
  const end = chan<boolean>();
  go(() => {
    a = "before close";
    end.close();
  });
  yield* end.recv();
  println("main sees:", a);

  // unbuffered: the receive happens before the send completes
  const c = chan<number>();
  go(function* () {
    a = "before receive";
    yield* c.recv();
  });
  yield* c.send(0);
  println("main sees:", a);

  // capacity C: the k-th receive happens before the (k+C)-th send completes, so a channel of one is a lock
  const lock = chan<boolean>(1);
  const last = chan<number>();
  let n = 0;
  for (let i = 0; i < 100; i++) {
    go(function* () {
      yield* lock.send(true);
      n++;
      const v = n;
      yield* lock.recv();
      if (v === 100) yield* last.send(v);
    });
  }
  println("counted:", yield* last.recv());
});
