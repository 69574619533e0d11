/** Twin of 61-seed-defer-result: a finally block changes the variable before it is returned, or too late. */
import { main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(() => {
  println(triple(5));
  println(unnamed());
});

function triple(n: number): number {
  let r = 0;
  try {
    r = n * 2;
  } finally {
    r += n;
  }
  return r;
}

function unnamed(): number {
  let r = 1;
  try {
    return r;
  } finally {
    r += 99;
  }
}
