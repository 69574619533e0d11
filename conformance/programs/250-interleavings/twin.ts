/** Twin of 250-interleavings: catch stands for recover. */
import { type Chan, chan, type Go, go, gosched, main } from "@gopark/core";
import { trySelect } from "@gopark/select";
import { Cond, Mutex, WaitGroup, Weighted } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

class Random {
  constructor(public state: number) {}

  below(n: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state = (this.state ^ (this.state << 5)) >>> 0;
    return this.state % n;
  }
}

class World {
  readonly locks = [new Mutex(), new Mutex()] as const;
  readonly chans = [chan<number>(0), chan<number>(1), chan<number>(2)] as const;
  readonly closed = [false, false, false];
  readonly cond = new Cond(new Mutex());
  readonly group = new WaitGroup();
  left = 2;
  readonly sem = new Weighted(3);
  readonly log: string[] = [];
}

class Worker {
  private readonly held = [false, false];
  private tokens = 0;

  constructor(
    private readonly world: World,
    private readonly id: number,
    private readonly rnd: Random,
  ) {}

  private *step(k: number): Go<string> {
    const { world, held, id, rnd } = this;
    const { sem, cond } = world;
    const i = rnd.below(3) as 0 | 1 | 2;
    const half = (i % 2) as 0 | 1;
    const lock = world.locks[half];
    const c: Chan<number> = world.chans[i];
    try {
      switch (rnd.below(12)) {
        case 0:
        case 1:
          held[half] = !held[half];
          if (!held[half]) {
            lock.unlock();
            return `unlock${half}`;
          }
          yield* lock.lock();
          return `lock${half}`;
        case 2:
          if (!lock.tryLock()) return `locked${half}`;
          lock.unlock();
          return `free${half}`;
        case 3:
        case 4:
          yield* c.send(10 * id + k);
          return `send${i}`;
        case 5:
        case 6:
          return `recv${i}=${(yield* c.recv()) ?? 0}`;
        case 7:
          return trySelect([c.send(10 * id + k)]) === undefined ? `full${i}` : `sent${i}`;
        case 8: {
          const r = trySelect([c.recv()]);
          return r === undefined ? `empty${i}` : `got${i}=${r[1] ?? 0}`;
        }
        case 9:
          if (i === 0) {
            yield* cond.l.lock();
            yield* cond.wait();
            cond.l.unlock();
          } else if (i === 1) cond.signal();
          else cond.broadcast();
          return `cond${i}`;
        case 10:
          if (this.tokens > 0) {
            sem.release(this.tokens);
            this.tokens = 0;
            return "release";
          }
          yield* sem.acquire(i + 1);
          this.tokens = i + 1;
          return `acquire${this.tokens}`;
      }
      if (i === 0) {
        yield* world.group.wait();
        return "wait";
      }
      if (i === 1 && world.left > 0) {
        world.left--;
        world.group.done();
        return "done";
      }
      const n = k / 3;
      if (world.closed[n] === false) {
        world.closed[n] = true;
        world.chans[n]?.close();
        return `close${n}`;
      }
      return "idle";
    } catch {
      return `panic${i}`;
    }
  }

  *run(): Go {
    const { world, held, id } = this;
    for (let k = 0; k < 9; k++) {
      const did = yield* this.step(k);
      world.log.push(`${id}${did}`);
    }
    for (const [i, lock] of world.locks.entries()) if (held[i]) lock.unlock();
    world.sem.release(this.tokens);
    world.log.push(`${id}end`);
  }
}

main(function* () {
  yield* gosched();
  const rnd = new Random(2463534242);
  for (let round = 0; round < 60; round++) {
    const world = new World();
    world.group.add(2);
    for (let id = 1; id <= 6; id++) {
      rnd.below(1);
      const member = new Worker(world, id, new Random(rnd.state));
      go(() => member.run());
    }
    for (let i = 0; i < 200; i++) yield* gosched();
    println(round, world.log.join(" "));
  }
}, untimed);
