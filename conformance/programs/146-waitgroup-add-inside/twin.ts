/** Twin of 146-waitgroup-add-inside. */
import { func, go, gosched, main } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const wg = new WaitGroup();
  let ran = 0;
  for (let i = 0; i < 3; i++) {
    go(
      func((fn) => {
        wg.add(1); // too late
        fn.defer(() => wg.done());
        ran++;
      }),
    );
  }
  yield* wg.wait();
  const early = ran;
  for (let i = 0; i < 3; i++) {
    wg.add(1);
    go(
      func((fn) => {
        fn.defer(() => wg.done());
        ran++;
      }),
    );
  }
  yield* wg.wait();
  println("Add inside, ran:", early);
  println("Add before, all have run:", ran >= 3);
}, untimed);
