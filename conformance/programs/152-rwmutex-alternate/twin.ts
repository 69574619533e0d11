/** Twin of 152-rwmutex-alternate. */
import { func, type Go, go, main, sleep } from "@gopark/core";
import { Mutex, RWMutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const rw = new RWMutex();
  const mu = new Mutex();
  const log: string[] = [];
  function* note(s: string): Go {
    yield* mu.lock();
    log.push(s);
    mu.unlock();
  }
  const wg = new WaitGroup();
  function* start(f: () => Go): Go {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        yield* f();
      }),
    );
    yield* sleep(10);
  }
  yield* rw.lock();
  yield* start(function* () {
    yield* rw.lock();
    yield* note("w second writer");
    rw.unlock();
  });
  for (let i = 0; i < 3; i++) {
    yield* start(function* () {
      yield* rw.rLock();
      yield* note(`r reader ${i}`);
      yield* sleep(10);
      rw.rUnlock();
    });
  }
  yield* note("first writer leaves");
  rw.unlock();
  yield* wg.wait();
  log.splice(1, 3, ...log.slice(1, 4).sort());
  for (const line of log) println(line);
}, untimed);
