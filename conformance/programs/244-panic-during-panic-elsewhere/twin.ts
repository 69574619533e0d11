/** Twin of 244-panic-during-panic-elsewhere. */
import { func, go, Hour, main, panic, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  go(
    func((fn) => {
      fn.defer(function* () {
        println("cleaning up takes long");
        yield* sleep(Hour);
      });
      panic("not reported");
    }),
  );
  go(function* () {
    yield* sleep(30);
    panic("reported");
  });
  yield* sleep(10);
  println("main still runs");
  yield* sleep(Hour);
}, untimed);
