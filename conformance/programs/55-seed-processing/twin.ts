/** Twin of 55-seed-processing. */
import { func, go, main } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const maxProcess = 12;

const wg = new WaitGroup();

main(function* () {
  println("start");
  for (let i = 0; i < maxProcess; i++) {
    wg.add(1);
    go(process);
  }
  yield* wg.wait();
  println("done");
});

const process = func((fn) => {
  fn.defer(() => wg.done());
  println("processing");
});
