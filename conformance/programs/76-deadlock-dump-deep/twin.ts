/**
 * Twin of 76-deadlock-dump-deep: finally stands for defer; what waits for ever is held, or it might be
 * collected before the report (D-05).
 */
import { type Chan, chan, type Go, type Goroutine, go, main, nilChan, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

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
  const c = chan<number>(2);
  yield* c.send(1);
  yield* c.send(2);
  yield* c.send(3);
}

function* sendUnbuffered(): Go {
  yield* chan<number>().send(1);
}

function* rangeEmpty(): Go {
  yield* chan<number>().range(() => {});
}

function ended(): void {}

function* deep(n: number, c: Chan<number>): Go {
  if (n === 0) {
    yield* c.recv();
    return;
  }
  yield* deep(n - 1, c);
}

function* recvDeep(): Go {
  yield* deep(5, chan<number>());
}

const held: Goroutine<void>[] = [];

main(function* () {
  try {
    for (const f of [recvNil, sendNil, recvEmpty, sendFull, sendUnbuffered, rangeEmpty]) held.push(go(f));
    go(ended);
    held.push(go(recvDeep));
    yield* sleep(10);
    println("main blocks last");
    yield* chan<number>().send(1);
  } finally {
    println("BUG: a deadlock runs no defers");
  }
});
