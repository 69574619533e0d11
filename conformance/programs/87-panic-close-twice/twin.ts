/** Twin of 87-panic-close-twice: finally stands for defer. */
import { type Chan, chan, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

function finish(c: Chan<number>, times: number): void {
  try {
    c.close();
    finish(c, times + 1);
  } finally {
    println("finish", times);
  }
}

main(() => {
  finish(chan<number>(), 1);
});
