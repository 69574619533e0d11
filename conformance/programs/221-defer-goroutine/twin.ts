/** Twin of 221-defer-goroutine. */
import { type Chan, chan, func, go, Hour, main, type RecvChan, type SendChan, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

const worker = func(function* (fn, id: number, input: RecvChan<string>, out: SendChan<string>) {
  fn.defer(() => out.close());
  fn.defer(function* () {
    yield* out.send(`worker ${id} deferred: ${yield* input.recv()}`);
  });
  yield* helper(id, out);
  yield* out.send(`worker ${id} returns`);
});

const helper = func(function* (fn, id: number, out: SendChan<string>) {
  fn.defer(() => out.send(`helper of ${id} deferred`));
  yield* out.send(`helper of ${id} returns`);
});

main(
  func(function* (fn) {
    fn.defer(println, "main deferred");
    const ins: Chan<string>[] = [];
    const outs: Chan<string>[] = [];
    for (let id = 0; id < 2; id++) {
      const input = chan<string>();
      const out = chan<string>();
      ins.push(input);
      outs.push(out);
      go(worker, id, input, out);
    }
    go(
      func(function* (fn) {
        fn.defer(println, "BUG: main does not wait for this");
        yield* sleep(Hour);
      }),
    );
    const [in0, in1] = ins as [Chan<string>, Chan<string>];
    const [out0, out1] = outs as [Chan<string>, Chan<string>];
    for (let i = 0; i < 3; i++) {
      println(yield* out0.recv());
      println(yield* out1.recv());
    }
    yield* in1.send("one");
    println(yield* out1.recv());
    yield* in0.send("zero");
    println(yield* out0.recv());
    for (const out of outs) {
      const [, open] = yield* out.recvOk();
      println("open:", open);
    }
  }),
);
