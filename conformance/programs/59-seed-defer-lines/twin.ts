/** Twin of 59-seed-defer-lines: nested finally blocks stand for the deferred calls. */
import { main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(() => {
  try {
    try {
      println("The first line.");
    } finally {
      println("The second line.");
    }
  } finally {
    println("The third line.");
  }
});
