/** Twin of 202-errgroup-sum. */
import { background, chan, func, type Go, main } from "@gopark/core";
import { select } from "@gopark/select";
import { ErrGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const errBad = new Error("bad file");

function* sums(files: string[]): Go<[number[], number, Error | undefined]> {
  const [g, ctx] = ErrGroup.withContext(background());
  const names = chan<number>();
  let read = 0;
  yield* g.go(
    func(function* (fn) {
      fn.defer(() => names.close());
      for (const i of files.keys()) {
        const r = yield* select({ name: names.send(i), done: ctx.done().recv() });
        if (r.case === "done") return ctx.err();
        read++;
      }
      return undefined;
    }),
  );
  const result = files.map(() => 0);
  for (let w = 0; w < 2; w++) {
    yield* g.go(function* () {
      for (;;) {
        const [i, ok] = yield* names.recvOk();
        if (!ok) return undefined;
        const file = files[i] as string;
        if (file === "") return errBad;
        for (const digit of file) result[i] = (result[i] as number) + Number(digit);
      }
    });
  }
  const err = yield* g.wait();
  return [result, read, err];
}

main(function* () {
  const files = Array.from({ length: 10 }, (_, i) => `${i * i * 111}`);
  println(...(yield* sums(files)));
  const endless = Array.from({ length: 1000 }, () => "");
  const [, read, err] = yield* sums(endless);
  println("first error:", err, "read at most two:", read <= 2);
});
