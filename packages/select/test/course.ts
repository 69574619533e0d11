/**
 * Who runs a script: one step after the other, each told to the world and compared with what came of it.
 *
 * The steps are the same in a goroutine and outside: they are written as a generator of operations, and who drives it
 * performs them.
 */
import { type Chan, chan, type Go, type Goroutine, go, gosched, type Op } from "@gopark/core";
import type { HChan } from "@gopark/core/internal";
import { checkChan } from "../../core/test/check-chan.js";
import { type Attempt, END, type Leaf, leafOf, type Outcome } from "./attempt.js";
import { type Built, build, choose, listen, readError, type Things, type Told } from "./build.js";
import { preemptNext } from "./preempt.js";
import type { Program, Step, Tree } from "./program.js";
import { enter, type Turnstile, turnstiles } from "./turnstile.js";
import { World } from "./world.js";

/** What asks for operations and is given their results. */
type Script<T = void> = Generator<Op<any>, T, any>;

/** A locked mutex keeps a caller outside for ever if its program has ended: there is something else instead. */
function withoutLocks(tree: Tree): Tree {
  if (tree.kind === "lock") return { kind: "recv", on: tree.on };
  if (tree.kind === "map" || tree.kind === "timeout") return { ...tree, of: withoutLocks(tree.of) };
  return tree.kind === "select" ? { ...tree, cases: tree.cases.map(withoutLocks) } : tree;
}

/** A program that runs. */
export class Course implements Things {
  readonly world: World;
  readonly channels: readonly Chan<unknown>[];
  readonly locks: readonly Turnstile[];
  readonly goroutines: Goroutine<unknown>[] = [];
  /** Participants that have not come to the end of their script. */
  readonly unfinished: Set<string> = new Set();
  /** Values whose sends have completed. */
  readonly sent: number[] = [];
  readonly received: unknown[] = [];
  /** What went wrong apart from the steps. */
  readonly failures: unknown[] = [];
  private readonly program: Program;
  private lastValue = 0;

  constructor(
    program: Program,
    now: () => number,
    make: (cap: number) => Chan<unknown> = chan,
    locks: Turnstile[] = turnstiles(),
  ) {
    this.program = program;
    this.locks = locks;
    this.world = new World(program.caps, now);
    this.channels = program.caps.map((cap) => make(cap));
  }

  fresh(): number {
    return ++this.lastValue;
  }

  /** Starts the next goroutine, if one is left. */
  start(): void {
    const id = this.goroutines.length;
    const script = this.program.scripts[id];
    if (script === undefined) return;
    const name = `goroutine ${id}`;
    this.unfinished.add(name);
    this.goroutines.push(go(() => this.goroutine(id, name, script)));
  }

  private *goroutine(id: number, name: string, script: readonly Step[]): Go {
    const steps = this.steps(name, script, true);
    for (let r = steps.next(); r.done !== true; ) {
      let result: unknown;
      try {
        result = yield* r.value;
      } catch (error) {
        r = steps.throw(error);
        continue;
      }
      r = steps.next(result);
    }
    this.unfinished.delete(name);
    this.world.end(id);
  }

  /** A participant outside goroutines. */
  async outside(i: number): Promise<void> {
    const name = `caller ${i}`;
    this.unfinished.add(name);
    const steps = this.steps(name, this.program.outside[i] as readonly Step[], false);
    for (let r = steps.next(); r.done !== true; ) {
      let result: unknown;
      try {
        // Performed here, not by `await`, which would perform it a microtask later.
        result = await r.value.then((value) => value);
      } catch (error) {
        if (this.world.isOver) return;
        r = steps.throw(error);
        continue;
      }
      if (this.world.isOver) return;
      r = steps.next(result);
    }
    this.unfinished.delete(name);
  }

  private *steps(name: string, script: readonly Step[], isGoroutine: boolean): Script {
    let held: Leaf[] = [];
    for (const step of script) {
      const before = held;
      held = [];
      for (const leaf of yield* this.step(name, step, isGoroutine)) if (leaf.kind === "lock") held.push(leaf);
      // What was locked is held for the next step: that may wait.
      this.unlock(before);
      for (const ch of this.channels) checkChan(ch as unknown as HChan<unknown>);
    }
    this.unlock(held);
  }

  private unlock(held: readonly Leaf[]): void {
    for (const leaf of held) {
      const lock = this.locks[leaf.on] as Turnstile;
      this.world.settle();
      lock.inside.delete(leaf);
      lock.unlock();
    }
  }

  /** Takes a step; answers the leaves that have happened in it. */
  private *step(name: string, step: Step, isGoroutine: boolean): Script<readonly Leaf[]> {
    const { world } = this;
    const here = (tree: Tree): Tree => (isGoroutine ? tree : withoutLocks(tree));
    switch (step.kind) {
      case "perform": {
        const built = build(here(step.tree), this);
        return built === null ? [] : yield* this.perform(name, built, isGoroutine, step.isPreempted);
      }
      case "drain": {
        const { cases } = here(step.choice) as typeof step.choice;
        let rest = cases.map((each) => build(each, this)).filter((each) => each !== null);
        rest = rest.filter(({ leaves }) => leaves.length > 0);
        const happened: Leaf[] = [];
        while (rest.length > 0) {
          const built = choose(rest, { ...step.choice, twice: "no" });
          happened.push(...(yield* this.perform(name, built, isGoroutine, false)));
          rest = rest.filter(({ leaves }) => !leaves.includes(happened.at(-1) as Leaf));
        }
        return happened;
      }
      case "trySelect": {
        const { cases } = here(step.choice) as typeof step.choice;
        const built = choose(
          cases.map((each) => build(each, this)),
          step.choice,
        );
        const attempt = world.begin(name, built.leaves);
        let result: unknown;
        try {
          result = built.tryNow();
        } catch (error) {
          return this.told(attempt, readError(error));
        }
        if (result !== undefined) return this.told(attempt, built.read(result));
        world.declined(attempt);
        return [];
      }
      case "trySend": {
        const on = step.on % this.channels.length;
        const value = this.fresh();
        const expected = world.at(name, leafOf("send", on, value));
        this.compare(name, expected, () => (this.channels[on]!.trySend(value) ? "sent" : "would block"));
        if (expected === "sent") this.sent.push(value);
        return [];
      }
      case "tryRecv": {
        const on = step.on % this.channels.length;
        const expected = world.at(name, leafOf("recv", on));
        this.compare(name, expected, () => this.channels[on]!.tryRecv() ?? "would block");
        if (Array.isArray(expected) && expected[1]) this.received.push(expected[0]);
        return [];
      }
      case "close": {
        const on = step.on % this.channels.length;
        this.compare(name, world.close(name, on), () => {
          this.channels[on]!.close();
          return "closed";
        });
        return [];
      }
      case "range":
        yield* this.range(name, step.on % this.channels.length, step.rounds);
        return [];
      case "go":
        if (isGoroutine) this.start();
        return [];
      case "gosched":
        yield gosched();
        return [];
    }
  }

  /** Performs an operation; answers the leaf that has happened. */
  private *perform(name: string, built: Built, isGoroutine: boolean, isPreempted: boolean): Script<Leaf[]> {
    // Nothing would ever end the wait of a caller outside.
    if (!isGoroutine && built.leaves.length === 0) return [];
    const attempt = this.world.begin(name, built.leaves);
    if (isGoroutine && isPreempted) preemptNext();
    let told: Told;
    try {
      told = built.read(yield built.op);
    } catch (error) {
      told = readError(error);
    }
    return this.told(attempt, told);
  }

  private told(attempt: Attempt, [leaf, outcome]: Told): Leaf[] {
    this.world.returned(attempt, leaf, outcome);
    if (leaf?.kind === "lock") {
      const other = enter(this.locks[leaf.on] as Turnstile, leaf);
      if (other !== null) this.world.complain(`${attempt.task} locks ${leaf.on} beside ${other}`);
    }
    if (outcome === "sent") this.sent.push((leaf as Leaf).value);
    if (Array.isArray(outcome) && outcome[1]) this.received.push(outcome[0]);
    return [attempt.winner as Leaf];
  }

  private *range(name: string, on: number, rounds: number): Script {
    const { world } = this;
    const ch = this.channels[on] as unknown as HChan<unknown>;
    const leaf = leafOf("recv", on);
    let attempt: Attempt | null = null;
    // One receive serves all rounds: each look at it begins one.
    const { recvOk } = ch;
    ch.recvOk = () => {
      const op = recvOk.call(ch);
      listen(op, leaf, world);
      const { poll } = op;
      op.poll = () => {
        attempt = world.begin(name, [leaf]);
        return poll();
      };
      return op;
    };
    let left = rounds;
    const loop = ch.range((value) => {
      this.told(attempt as Attempt, [leaf, [value, true]]);
      return --left !== 0;
    });
    ch.recvOk = recvOk;
    yield loop;
    if (left !== 0) world.returned(attempt as unknown as Attempt, leaf, END);
  }

  /** Compares what comes of something that never waits. */
  private compare(name: string, expected: Outcome, act: () => Outcome): void {
    let got: Outcome;
    try {
      got = act();
    } catch (error) {
      const { message, value } = error as { message: string; value?: unknown };
      got = value === undefined ? `panic: ${message}` : `panic: ${message}, ${value}`;
    }
    if (`${got}` !== `${expected}`) this.world.complain(`${name} gets ${got}, not ${expected}`);
  }
}
