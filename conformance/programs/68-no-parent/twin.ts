/** Twin of 68-no-parent. */
import { chan, type Go, go, main, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

function* descend(depth: number, report: SendChan<string>, ended: SendChan<number>): Go {
  if (depth === 0) {
    yield* report.send("the last descendant reports");
    return;
  }
  go(descend, depth - 1, report, ended);
  yield* ended.send(depth);
}

main(function* () {
  const questions = chan<number>();
  const answers = chan<number>();
  const parentGone = chan<boolean>();
  go(() => {
    go(function* () {
      yield* questions.range(function* (q) {
        yield* answers.send(q * q);
      });
      answers.close();
    });
    parentGone.close();
  });
  yield* parentGone.recv();
  for (let i = 1; i <= 3; i++) {
    yield* questions.send(i);
    println("answer", yield* answers.recv());
  }
  questions.close();
  const [, ok] = yield* answers.recvOk();
  println("answers open:", ok);

  const report = chan<string>();
  const ended = chan<number>(100);
  go(descend, 100, report, ended);
  println(yield* report.recv());
  let sum = 0;
  for (let i = 0; i < 100; i++) sum += (yield* ended.recv()) as number;
  println("sum of depths", sum);
});
