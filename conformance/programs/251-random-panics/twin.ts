/** Twin of 251-random-panics: a deferred function gets the frame whose panic it may recover; one that is called gets none. */
import { chan, type Frame, func, type Go, go, goexit, gosched, main, panic } from "@gopark/core";
import { format, println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  below(n: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state = (this.state ^ (this.state << 5)) >>> 0;
    return this.state % n;
  }
}

interface Tree {
  readonly rnd: Random;
  readonly log: string[];
  nodes: number;
}

const call = func(function* (fn: Frame<void>, t: Tree, depth: number, deferring: Frame<void> | null): Go {
  for (let left = 1 + t.rnd.below(4); left > 0; left--) {
    t.nodes++;
    const id = t.nodes;
    const choice = t.rnd.below(20);
    if (choice < 3) t.log.push(`at${id}`);
    else if (choice < 6 && depth < 5) {
      yield* call(t, depth + 1, null);
      t.log.push(`back${id}`);
    } else if (choice < 13 && depth < 5) fn.defer(call, t, depth + 1, fn);
    else if (choice < 16) panic(id);
    else if (choice < 18) t.log.push(`recover${id}=${format(deferring?.recover())}`);
    else if (choice < 19) yield* gosched();
    else yield* goexit();
  }
});

main(function* () {
  yield* gosched();
  const rnd = new Random(88172645);
  for (let round = 0; round < 100; round++) {
    const t: Tree = { rnd, log: [], nodes: 0 };
    const done = chan<void>();
    go(
      func(function* (fn) {
        let how = "exit";
        fn.defer(() => {
          const r = fn.recover();
          if (r !== undefined) how = `panic=${r}`;
          t.log.push(how);
          done.close();
        });
        yield* call(t, 0, null);
        how = "return";
      }),
    );
    yield* done.recv();
    println(round, t.log.join(" "));
  }
}, untimed);
