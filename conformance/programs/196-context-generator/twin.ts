/** Twin of 196-context-generator. */
import { background, type Context, chan, func, go, main, type RecvChan, withCancel } from "@gopark/core";
import { select } from "@gopark/select";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const running = new WaitGroup();

function generate(ctx: Context, from: number): RecvChan<number> {
  const out = chan<number>();
  running.add(1);
  go(
    func(function* (fn) {
      fn.defer(() => running.done());
      fn.defer(() => out.close());
      for (let i = from; ; i++) {
        const r = yield* select({ out: out.send(i), done: ctx.done().recv() });
        if (r.case === "done") return;
      }
    }),
  );
  return out;
}

main(function* () {
  const [ctx, cancel] = withCancel(background());
  const a = generate(ctx, 1);
  const b = generate(ctx, 100);
  yield* a.range(function* (v) {
    println(v, yield* b.recv());
    return v !== 3;
  });
  cancel();
  yield* running.wait();
  const [, open] = yield* a.recvOk();
  println("all generators have ended; a open:", open);

  // a generator of a context that is done may still win a race or two, but it ends
  yield* generate(ctx, 1).range(() => {});
  yield* running.wait();
  println("ended:", ctx.err());
});
