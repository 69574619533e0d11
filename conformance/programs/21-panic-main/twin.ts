/** Twin of 21-panic-main: throw stands for panic, finally for defer. */
import { main } from "@gopark/core";
import { println } from "../../src/fmt.js";

function inner(): void {
  try {
    throw "boom";
  } finally {
    println("1 inner's defer");
  }
}

main(() => {
  try {
    try {
      inner();
      println("BUG: unreachable");
    } finally {
      println("2 closure defer, not recovering");
    }
  } finally {
    println("3 main's defer");
  }
});
