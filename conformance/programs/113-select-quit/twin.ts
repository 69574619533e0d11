/** Twin of 113-select-quit. */
import { chan, func, go, main, sleep } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const quit = chan<void>();
  const jobs = chan<number>();
  const wg = new WaitGroup();
  const mu = new Mutex();
  let stopped = 0;
  for (let w = 0; w < 5; w++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        for (;;) {
          const r = yield* select({ job: jobs.recv(), quit: quit.recv() });
          if (r.case === "job") println("job", r.value);
          else {
            yield* mu.lock();
            stopped++;
            mu.unlock();
            return;
          }
        }
      }),
    );
  }
  yield* jobs.send(1);
  yield* sleep(10);
  yield* jobs.send(2);
  yield* sleep(10);
  quit.close();
  yield* wg.wait();
  println("stopped", stopped);
  if (trySelect([jobs.send(3)]) !== undefined) println("BUG: a worker is left");
  else println("nobody takes jobs");
});
