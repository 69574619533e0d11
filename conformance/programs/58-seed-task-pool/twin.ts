/** Twin of 58-seed-task-pool. */
import { chan, func, go, main, type RecvChan, type SendChan, sleep } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const numberGoroutines = 4;
const taskLoad = 10;

const wg = new WaitGroup();

const worker = func(function* (fn, tasks: RecvChan<string>, worker: number, lines: SendChan<string>) {
  fn.defer(() => wg.done());
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
});

main(function* () {
  const tasks = chan<string>(taskLoad);
  const lines = chan<string>(3 * taskLoad);

  wg.add(numberGoroutines);
  for (let gr = 1; gr <= numberGoroutines; gr++) go(worker, tasks, gr, lines);

  for (let post = 1; post <= taskLoad; post++) yield* tasks.send(`Task : ${post}`);

  tasks.close();

  yield* wg.wait();
  lines.close();
  const all: string[] = [];
  yield* lines.range((line) => {
    all.push(line);
  });
  for (const line of all.sort()) println(line);
});
