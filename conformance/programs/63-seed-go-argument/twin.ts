/** Twin of 63-seed-go-argument. */
import { chan, go, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  let a = 123;
  const assigned = chan<void>();
  go(function* (x: number) {
    yield* sleep(10);
    yield* assigned.recv();
    println(x, a); // 123 789
  }, a);

  a = 789;
  assigned.close();

  yield* sleep(40);
});
