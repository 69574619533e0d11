/** Twin of 55-seed-processing. */
import { chan, type Go, go, main, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

const maxProcess = 12;

main(function* () {
  println("start");
  const processed = chan<boolean>();
  for (let i = 0; i < maxProcess; i++) go(process, processed);
  for (let i = 0; i < maxProcess; i++) yield* processed.recv();
  println("done");
});

function* process(processed: SendChan<boolean>): Go {
  println("processing");
  yield* processed.send(true);
}
