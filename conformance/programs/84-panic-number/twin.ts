/** Twin of 84-panic-number. */
import { main } from "@gopark/core";
import { println } from "../../src/fmt.js";

function check(n: number): void {
  if (n > 41) throw n;
  println(n, "is fine");
}

main(() => {
  check(-1);
  check(41);
  check(42);
});
