/** Twin of 225-recover-methods: the frame is handed on to what recovers. */
import { type Frame, func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

function named(fn: Frame): void {
  println("named got", fn.recover());
}

interface Stopper {
  id: number;
  stop(fn: Frame): void;
}

class Value implements Stopper {
  constructor(public id: number) {}

  stop(fn: Frame): void {
    println("method of", this.id, "got", fn.recover());
  }
}

class Pointer implements Stopper {
  constructor(public id: number) {}

  stop(fn: Frame): void {
    println("method of *", this.id, "got", fn.recover());
  }
}

main(function* () {
  yield* func((fn) => {
    fn.defer(named, fn);
    panic(1);
  })();
  yield* func((fn) => {
    const v = new Value(10);
    const copy = new Value(v.id); // the receiver is copied now
    fn.defer(() => copy.stop(fn));
    v.id = 11;
    panic(2);
  })();
  yield* func((fn) => {
    const p = new Pointer(20);
    fn.defer((p: Pointer) => p.stop(fn), p);
    p.id = 21;
    panic(3);
  })();
  yield* func((fn) => {
    let s: Stopper = new Pointer(30);
    fn.defer((s: Stopper) => s.stop(fn), s);
    s = new Value(31);
    panic(s.id - 27);
  })();
  yield* func((fn) => {
    const p = new Pointer(40);
    let f: ((fn: Frame) => void) | null = p.stop.bind(p);
    fn.defer(f, fn);
    f = null;
    panic(f ?? 5);
  })();
});
