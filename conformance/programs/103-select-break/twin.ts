/** Twin of 103-select-break. */
import { chan, go, main } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  const c = chan<number>(3);
  for (let i = 0; i < 3; i++) yield* c.send(i);
  for (let i = 0; i < 3; i++) {
    const r = yield* select({ c: c.recv() });
    switch (r.case) {
      case "c":
        if (r.value === 1) break;
        println("kept", r.value);
    }
    println("after select", i);
  }

  const odd = chan<number>();
  const even = chan<number>();
  go(function* () {
    for (let i = 1; i <= 9; i += 2) yield* odd.send(i);
    odd.close();
  });
  go(function* () {
    for (let i = 2; i <= 6; i += 2) yield* even.send(i);
    even.close();
  });
  let sum = 0;
  let closed = 0;
  let isOddOpen = true;
  let isEvenOpen = true;
  for (;;) {
    const r = yield* select({
      odd: isOddOpen ? odd.recvOk() : null,
      even: isEvenOpen ? even.recvOk() : null,
    });
    const [v, ok] = r.value;
    if (ok) sum += v;
    else {
      if (r.case === "odd") isOddOpen = false;
      else isEvenOpen = false;
      closed++;
    }
    if (!isOddOpen && !isEvenOpen) break;
  }
  println("sum", sum, "closed", closed);
});
