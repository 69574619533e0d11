/**
 * A worker of the page's own, which takes a channel by Comlink.
 */
import { go, type RecvChan } from "@gopark/core";
import { comlinkChannels } from "@gopark/workers/comlink";
import { expose } from "comlink";

comlinkChannels();

/** Sums what comes, and says so when it has come. */
function serve(numbers: RecvChan<number>, done: (sum: number) => void): void {
  go(function* () {
    let sum = 0;
    yield* numbers.range((n) => {
      sum += n;
    });
    done(sum);
  });
}

expose(serve);
