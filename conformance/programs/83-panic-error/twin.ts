/** Twin of 83-panic-error: an Error's message stands for Error(). */
import { main } from "@gopark/core";
import { println } from "../../src/fmt.js";

class NotFound extends Error {
  constructor(name: string, cause: Error) {
    super(`${JSON.stringify(name)} not found: ${cause.message}`, { cause });
  }
}

main(() => {
  try {
    throw new NotFound("key", new Error("store is closed"));
  } finally {
    println("main's defer comes first");
  }
});
