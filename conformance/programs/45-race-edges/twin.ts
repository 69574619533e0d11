/** Twin of 45-race-edges. */
import { after, afterFunc, background, chan, type Go, go, gosched, main, withCancel } from "@gopark/core";
import { select } from "@gopark/select";
import { Cond, Int32, Mutex, Once, RWMutex, SyncMap, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

let x = 0;

const patterns: [name: string, f: () => Go<number | undefined>][] = [
  [
    "go statement: write before go, read inside",
    function* () {
      const res = chan<number>();
      x = 1;
      go(function* () {
        yield* res.send(x);
      });
      return yield* res.recv();
    },
  ],
  [
    "unbuffered send -> receive",
    function* () {
      const c = chan<number>();
      go(function* () {
        x = 2;
        yield* c.send(0);
      });
      yield* c.recv();
      return x;
    },
  ],
  [
    "unbuffered receive -> send completes",
    function* () {
      const c = chan<number>();
      go(function* () {
        x = 3;
        yield* c.recv();
      });
      yield* c.send(0);
      return x;
    },
  ],
  [
    "buffered(1) as a lock: receive -> next send completes",
    function* () {
      const c = chan<number>(1);
      const wg = new WaitGroup();
      x = 0;
      for (let i = 0; i < 4; i++) {
        wg.add(1);
        go(function* () {
          yield* c.send(0);
          x++;
          yield* c.recv();
          wg.done();
        });
      }
      yield* wg.wait();
      return x;
    },
  ],
  [
    "close -> receive of the zero value",
    function* () {
      const c = chan<number>();
      go(() => {
        x = 5;
        c.close();
      });
      yield* c.recv();
      return x;
    },
  ],
  [
    "select receive is a receive",
    function* () {
      const c = chan<number>();
      go(function* () {
        x = 6;
        yield* c.send(0);
      });
      yield* select([c.recv(), after(1000)]);
      return x;
    },
  ],
  [
    "Mutex Unlock -> Lock",
    function* () {
      const m = new Mutex();
      yield* m.lock();
      go(() => {
        x = 7;
        m.unlock();
      });
      yield* m.lock();
      return x;
    },
  ],
  [
    "RWMutex Unlock -> RLock",
    function* () {
      const m = new RWMutex();
      yield* m.lock();
      go(() => {
        x = 8;
        m.unlock();
      });
      yield* m.rLock();
      return x;
    },
  ],
  [
    "RWMutex RUnlock -> Lock",
    function* () {
      const m = new RWMutex();
      let seen = 0;
      yield* m.rLock();
      go(() => {
        seen = x;
        m.rUnlock();
      });
      yield* m.lock();
      x = 9;
      return seen;
    },
  ],
  [
    "WaitGroup Done -> Wait",
    function* () {
      const w = new WaitGroup();
      w.add(1);
      go(() => {
        x = 10;
        w.done();
      });
      yield* w.wait();
      return x;
    },
  ],
  [
    "Once f -> Do returns",
    function* () {
      const o = new Once();
      const c = chan<number>(2);
      for (let i = 0; i < 2; i++) {
        go(function* () {
          yield* o.do(() => {
            x = 11;
          });
          yield* c.send(x);
        });
      }
      return (((yield* c.recv()) as number) + ((yield* c.recv()) as number)) / 2;
    },
  ],
  [
    "Cond Signal -> Wait returns",
    function* () {
      const c = new Cond(new Mutex());
      let ready = false;
      go(function* () {
        yield* c.l.lock();
        x = 12;
        ready = true;
        c.l.unlock();
        c.signal();
      });
      yield* c.l.lock();
      while (!ready) yield* c.wait();
      c.l.unlock();
      return x;
    },
  ],
  [
    "atomic store -> load that observes it",
    function* () {
      const f = new Int32();
      go(() => {
        x = 13;
        f.store(1);
      });
      while (f.load() === 0) yield* gosched();
      return x;
    },
  ],
  [
    "sync.Map Store -> Load",
    function* () {
      const m = new SyncMap<number, number>();
      go(() => {
        x = 14;
        m.store(1, 1);
      });
      while (!m.load(1)[1]) yield* gosched();
      return x;
    },
  ],
  [
    "context cancel -> <-Done()",
    function* () {
      const [ctx, cancel] = withCancel(background());
      go(() => {
        x = 15;
        cancel();
      });
      yield* ctx.done().recv();
      return x;
    },
  ],
  [
    "AfterFunc call -> f",
    function* () {
      const res = chan<number>();
      x = 16;
      afterFunc(1e-6, function* () {
        yield* res.send(x);
      });
      return yield* res.recv();
    },
  ],
  [
    "reads only",
    function* () {
      const c = chan<number>(2);
      for (let i = 0; i < 2; i++) {
        go(function* () {
          yield* c.send(x);
        });
      }
      return ((yield* c.recv()) as number) + ((yield* c.recv()) as number);
    },
  ],
  [
    "different slice elements",
    function* () {
      const s = [0, 0];
      const c = chan<number>(2);
      for (let i = 0; i < 2; i++) {
        go(function* () {
          s[i] = 9;
          yield* c.send(0);
        });
      }
      yield* c.recv();
      yield* c.recv();
      const [a = 0, b = 0] = s;
      return a + b;
    },
  ],
];

main(function* () {
  for (const [name, f] of patterns) println(name.padEnd(56), yield* f());
});
