/** Twin of 242-main-goexit-workers. */
import { func, go, goexit, main, sleep } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(println, "main's deferred call");
    const wg = new WaitGroup();
    for (let i = 1; i <= 3; i++) {
      wg.add(1);
      go(
        func(function* (worker, n: number) {
          worker.defer(() => wg.done());
          yield* sleep(n * 50);
          println("worker", n);
        }),
        i,
      );
    }
    go(function* () {
      yield* wg.wait();
      println("all workers have ended");
    });
    yield* goexit();
  }),
);
