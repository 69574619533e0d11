/** Twin of 85-panic-multiline: indented, as since Go 1.23; throw stands for panic. */
import { main } from "@gopark/core";

main(() => {
  throw "one\ntwo\nthree";
});
