/** Twin of 102-select-default. */
import { type Chan, chan, main, nilChan } from "@gopark/core";
import { trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

function attempt(c: Chan<number>): string {
  const r = trySelect({ got: c.recvOk() });
  if (r === undefined) return "would block";
  const [v = 0, ok] = r.value;
  return `received ${v} ${ok}`;
}

main(function* () {
  const c = chan<number>(1);
  println(attempt(c));
  yield* c.send(7);
  println(attempt(c));
  println(attempt(nilChan()));

  const closed = chan<number>();
  closed.close();
  println(attempt(closed));

  let ready = 0;
  let defaults = 0;
  for (let i = 0; i < 1000; i++) {
    yield* c.send(i);
    const r = trySelect({ closed: closed.recv(), c: c.recv() });
    if (r === undefined) {
      defaults++;
      continue;
    }
    if (r.case === "closed") yield* c.recv();
    ready++;
  }
  println("ready", ready, "defaults", defaults);

  let sent = 0;
  for (let i = 0; i < 3; i++) {
    if (trySelect([c.send(i)]) !== undefined) sent++;
    else println("dropped", i);
  }
  println("sent", sent, "of 3, got", yield* c.recv());
});
