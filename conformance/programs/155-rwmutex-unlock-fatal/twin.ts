/** Twin of 155-rwmutex-unlock-fatal. */
import { chan, func, go, main } from "@gopark/core";
import { RWMutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const rw = new RWMutex();
  yield* rw.lock();
  rw.unlock();
  println("once is fine");
  go(
    func((fn) => {
      fn.defer(() => println("BUG: recovered", fn.recover()));
      rw.unlock();
    }),
  );
  yield* chan<number>().recv();
});
