/** Twin of 176-pool. */
import { chan, func, go, main } from "@gopark/core";
import { Pool, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

class Buf {
  used = 0;
}

main(function* () {
  const empty = new Pool<Buf | undefined>();
  println(empty.get());
  empty.put(undefined);
  println(empty.get());

  let made = 0;
  const p = new Pool(() => {
    made++;
    return new Buf();
  });
  const a = p.get();
  const b = p.get();
  println("made", made, "different:", a !== b);
  a.used = 1;
  b.used = 1;
  p.put(a);
  p.put(b);
  const x = p.get();
  const y = p.get();
  println("never twice the same:", x !== y);
  println("old or new:", x === a || x === b || x.used === 0, y === a || y === b || y.used === 0);
  println("made enough:", made + x.used + y.used === 4);

  const q = new Pool(() => [0]);
  const wg = new WaitGroup();
  const clean = chan<boolean>(16);
  for (let g = 0; g < 16; g++) {
    wg.add(1);
    go(
      func(function* (fn, g: number) {
        fn.defer(() => wg.done());
        let ok = true;
        for (let i = 0; i < 100; i++) {
          const a = q.get();
          ok &&= a[0] === 0; // nobody else is using it
          a[0] = g + 1;
          a[0] = 0;
          q.put(a);
        }
        yield* clean.send(ok);
      }),
      g,
    );
  }
  yield* wg.wait();
  let all = true;
  while (clean.len > 0) all = ((yield* clean.recv()) as boolean) && all;
  println("never shared:", all);
});
