/**
 * Twin of 107-select-deadlock-dump: the goroutines are held, or they might be collected before the report
 * (D-05).
 */
import { chan, type Go, type Goroutine, go, main, nilChan, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

function* oneReceive(): Go {
  yield* select({ only: chan<number>().recv() });
}

function* oneSend(): Go {
  yield* select({ only: chan<number>().send(1) });
}

function* oneNil(): Go {
  yield* select({ only: nilChan<number>().recv() });
}

function* two(): Go {
  yield* select({ in: chan<number>().recv(), out: chan<number>().send(1) });
}

function* twoNil(): Go {
  yield* select({ in: nilChan<number>().recv(), out: nilChan<number>().send(1) });
}

const held: Goroutine<void>[] = [];

main(function* () {
  for (const f of [oneReceive, oneSend, oneNil, two, twoNil]) held.push(go(f));
  yield* sleep(10);
  println("main has nothing to select");
  yield* select({});
});
