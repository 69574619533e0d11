/**
 * Twin of 16-deadlock-dump: what waits for ever is held, or it might be collected before the report (D-05).
 */
import { chan, type Go, type Goroutine, go, main, nilChan, numGoroutine, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { Cond, Mutex, RWMutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const mu = new Mutex();
const rw = new RWMutex();
const wg = new WaitGroup();
const cond = new Cond(new Mutex());

function* recvNil(): Go {
  yield* nilChan<number>().recv();
}
function* sendNil(): Go {
  yield* nilChan<number>().send(1);
}
function* recvEmpty(): Go {
  yield* chan<number>().recv();
}
function* sendFull(): Go {
  yield* chan<number>().send(1);
}
function* rangeEmpty(): Go {
  yield* chan<number>().range(() => {});
}
function* selectNone(): Go {
  yield* select([]);
}
function* selectTwo(): Go {
  yield* select([chan<number>().recv(), chan<number>().send(1)]);
}
function* selectNilOnly(): Go {
  yield* select([nilChan<number>().recv()]);
}
function* lockHeld(): Go {
  yield* mu.lock();
}
function* rlockHeld(): Go {
  yield* rw.rLock();
}
function* condWait(): Go {
  yield* cond.l.lock();
  yield* cond.wait();
}
function* wgWait(): Go {
  yield* wg.wait();
}

const held: Goroutine<void>[] = [];

main(function* () {
  yield* mu.lock();
  yield* rw.lock();
  wg.add(1);
  for (const f of [
    recvNil,
    sendNil,
    recvEmpty,
    sendFull,
    rangeEmpty,
    selectNone,
    selectTwo,
    selectNilOnly,
    lockHeld,
    rlockHeld,
    condWait,
    wgWait,
  ]) {
    held.push(go(f));
    yield* sleep(2);
  }
  println("goroutines", numGoroutine());
  yield* mu.lock(); // main blocks last
});
