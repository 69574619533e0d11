/** Twin of 120-sleep-zero. */
import { go, gosched, main, now, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  let ran = false;
  go(() => {
    ran = true;
  });
  const start = now();
  yield* sleep(0);
  yield* sleep(-1000);
  println("at once:", now() - start < 500, "another ran:", ran);
  for (const ms of [1, 25]) {
    const start = now();
    yield* sleep(ms);
    println("too short:", now() - start < ms, "another ran:", ran);
  }
}, untimed);
