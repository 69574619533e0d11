/** Twin of 88-exit-while-panicking: process.exit stands for os.Exit. */
import { main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(() => {
  try {
    try {
      throw "never printed";
    } finally {
      println("leaving with 7");
      process.exit(7);
    }
  } finally {
    println("BUG: os.Exit runs no further defers");
  }
});
