/** Twin of 182-atomic-pointer. */
import { func, go, main } from "@gopark/core";
import { Pointer, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

interface Node {
  readonly value: number;
  next: Node | undefined;
}

class Stack {
  private readonly top = new Pointer<Node>();

  push(value: number): void {
    const n: Node = { value, next: undefined };
    do n.next = this.top.load();
    while (!this.top.compareAndSwap(n.next, n));
  }

  pop(): Node | undefined {
    for (;;) {
      const n = this.top.load();
      if (n === undefined || this.top.compareAndSwap(n, n.next)) return n;
    }
  }
}

main(function* () {
  const p = new Pointer<Node>();
  const a: Node = { value: 1, next: undefined };
  const b: Node = { value: 1, next: undefined };
  println(p.load() === undefined, p.compareAndSwap(a, b), p.compareAndSwap(undefined, a));
  println(p.compareAndSwap(b, a), p.compareAndSwap(a, b), p.swap(a) === b, p.load() === a);
  p.store(undefined);
  println(p.load() === undefined);

  const s = new Stack();
  const wg = new WaitGroup();
  for (let g = 0; g < 4; g++) {
    wg.add(1);
    go(
      func((fn, g: number) => {
        fn.defer(() => wg.done());
        for (let i = 0; i < 100; i++) s.push(g * 100 + i);
      }),
      g,
    );
  }
  yield* wg.wait();
  let count = 0;
  let sum = 0;
  for (let n = s.pop(); n !== undefined; n = s.pop()) {
    count++;
    sum += n.value;
  }
  println("popped", count, "sum", sum);
});
