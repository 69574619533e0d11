/** Twin of 58-seed-task-pool. */
import { chan, type Go, go, main, type RecvChan, type SendChan, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

const numberGoroutines = 4;
const taskLoad = 10;

main(function* () {
  const tasks = chan<string>(taskLoad);
  const lines = chan<string>(3 * taskLoad);
  const ended = chan<boolean>();
  for (let gr = 1; gr <= numberGoroutines; gr++) go(worker, tasks, gr, lines, ended);
  for (let post = 1; post <= taskLoad; post++) yield* tasks.send(`Task : ${post}`);
  tasks.close();
  for (let gr = 1; gr <= numberGoroutines; gr++) yield* ended.recv();
  lines.close();
  const all: string[] = [];
  yield* lines.range((line) => {
    all.push(line);
  });
  for (const line of all.sort()) println(line);
});

function* worker(
  tasks: RecvChan<string>,
  worker: number,
  lines: SendChan<string>,
  ended: SendChan<boolean>,
): Go {
  try {
    for (;;) {
      const [task, ok] = yield* tasks.recvOk();
      if (!ok) {
        yield* lines.send(`Worker: ${worker} : Shutting Down`);
        return;
      }
      yield* lines.send(`Started ${task}`);
      yield* sleep(task.length / 4);
      yield* lines.send(`Completed ${task}`);
    }
  } finally {
    yield* ended.send(true);
  }
}
