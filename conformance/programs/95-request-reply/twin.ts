/** Twin of 95-request-reply. */
import { chan, type Go, go, main, type RecvChan, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

interface Request {
  op: "set" | "get" | "add";
  key: string;
  value: number;
  reply: SendChan<number>;
}

function* serve(requests: RecvChan<Request>, stopped: SendChan<number>): Go {
  const store = new Map<string, number>();
  yield* requests.range(function* (r) {
    const old = store.get(r.key) ?? 0;
    switch (r.op) {
      case "set":
        store.set(r.key, r.value);
        yield* r.reply.send(store.size);
        break;
      case "get":
        yield* r.reply.send(old);
        break;
      case "add":
        store.set(r.key, old + r.value);
        yield* r.reply.send(old + r.value);
        break;
    }
  });
  yield* stopped.send(store.size);
}

main(function* () {
  const requests = chan<Request>();
  const stopped = chan<number>();
  go(serve, requests, stopped);

  function* ask(op: Request["op"], key: string, value: number): Go<number> {
    const reply = chan<number>();
    yield* requests.send({ op, key, value, reply });
    return (yield* reply.recv()) as number;
  }
  println("set", yield* ask("set", "a", 5));
  println("set", yield* ask("set", "b", 7));
  println("get", yield* ask("get", "a", 0), yield* ask("get", "b", 0), yield* ask("get", "c", 0));

  // 50 clients at once: the server serialises them
  const done = chan<number>();
  for (let i = 1; i <= 50; i++) {
    go(function* () {
      yield* done.send(yield* ask("add", "sum", i));
    });
  }
  let highest = 0;
  for (let i = 0; i < 50; i++) highest = Math.max(highest, (yield* done.recv()) as number);
  println("highest answer", highest, "sum", yield* ask("get", "sum", 0));

  // a reply channel may be handed on: the middleman forwards the request and never sees the answer
  const front = chan<Request>();
  go(function* () {
    yield* front.range(function* (r) {
      yield* requests.send(r);
    });
    requests.close();
  });
  const reply = chan<number>();
  yield* front.send({ op: "get", key: "a", value: 0, reply });
  println("through the middleman", yield* reply.recv());
  front.close();
  println("stopped with", yield* stopped.recv(), "keys");
});
