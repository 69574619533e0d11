import { expect, test } from "vitest";
import { opContract } from "../../test/op-contract.js";
import { LineOp } from "./line-op.js";
import { wakeAll } from "./sudog.js";
import { WaitQ } from "./waitq.js";

/** A line that moves on when somebody says so. */
class Signal extends LineOp<string> {
  private readonly q: WaitQ;

  constructor(q: WaitQ) {
    super();
    this.q = q;
  }

  line(): WaitQ {
    return this.q;
  }

  poll(): boolean {
    return false;
  }

  finish(): string {
    return "signalled";
  }
}

opContract("an operation that waits in one line", {
  waiting: () => {
    const q = new WaitQ("signal");
    return { make: () => new Signal(q), outcome: { value: "signalled" }, complete: () => wakeAll(q) };
  },
});

test("its reason is that of its line", () => {
  expect(new Signal(new WaitQ("signal")).waitReason).toBe("signal");
});
