/**
 * An exhaustive explorer: runs a few threads over shared memory in every order that makes a difference.
 *
 * From each state every thread that can go on makes a step, in turn (machine.ts says what a step is); a state that was met before is not
 * gone on from again.
 *
 *   EX1  A state is the memory and, for each thread, all that it has read (MA1).
 *   EX2  Two steps that touch different words, or only look at one, come to the same in both orders. One of them is enough: a
 *        thread that has made its step from a state sleeps in what is explored later from there, until another has
 *        done something that its step depends on. A state that was met with fewer asleep is gone on from with those that
 *        have not gone on from it yet. All states are met nevertheless, so what ends and what is stuck is not lost.
 *   EX3  A step on a word that no other thread ever touches is made at once, and alone. Which words those are is found
 *        out on the way: when another thread touches one, exploration starts anew without it. If it leads to where the thread was
 *        before, the others get their turns as well: they would wait for ever.
 *   EX4  A run in which nobody can go on, and somebody has neither come to the end nor died, is stuck, and fails.
 */
import { randomOf } from "../../../core/test/random-of.js";
import { type Body, isWrite, loadFiles, Machine, type Request, type Thread, type Undo } from "./machine.js";
import type { Loaded, Patch } from "./portable.js";

export type { Body } from "./machine.js";

/** Threads that start together, in the memory that `setup` has left. */
export interface Scenario {
  /** Runs alone, before the threads start. */
  setup(load: (name: string) => Loaded): Generator<unknown, void, any>;
  /** Makes the threads. */
  threads(load: (name: string) => Loaded): Body[];
  /** Looks at what the threads have come to, after a run in which all have ended. Throws what is wrong. */
  check?(results: any[], read: (a: number) => number, isDead: (thread: number) => boolean): void;
  /** Whether threads may be left waiting: `check` looks at those that have ended. */
  readonly mayWait?: boolean;
  /** The thread that may die at any step. */
  readonly mortal?: number;
  /** Words that threads may read and write plainly at the same time, in bytes; those accesses are steps then. */
  mayRace?(a: number): boolean;
  /** What is changed in the sources. */
  readonly patches?: readonly Patch[];
}

/** How an exploration went. */
export interface Explored {
  /** States that were met. */
  readonly states: number;
  /** Steps that were made. */
  readonly steps: number;
  /** Orders that came to the end. */
  readonly ends: number;
}

/** Another thread touched a word that was taken for private. */
class NotPrivate extends Error {}

const isNotice = ({ op }: Request): boolean => op === "notify" || op === "wait";

/** Whether the order of two steps can make a difference. */
function depends(x: Request, y: Request): boolean {
  if (x.op === "spin" || y.op === "spin") return false;
  if (x.op === "death" || y.op === "death") return true;
  if (x.a !== y.a) return false;
  if (x.op === "notify" || y.op === "notify") return isNotice(x) && isNotice(y);
  return isWrite(x) || isWrite(y);
}

/** Nobody can go on: fails if that is wrong (EX4), or what the threads have come to. */
function look(scenario: Scenario, machine: Machine): void {
  if (!machine.isOver && scenario.mayWait !== true) {
    const at = machine.threads.map(({ request }) =>
      request === null ? "end" : `${request.op} ${request.a}`,
    );
    throw new Error(`stuck: nobody can go on (${at.join(", ")})`);
  }
  scenario.check?.(
    machine.threads.map(({ result }) => result),
    (a) => machine.read(a),
    (thread) => machine.isDead(thread),
  );
}

/** A machine on which the threads of a scenario are about to start. */
function started(scenario: Scenario): Machine {
  const load = loaded(scenario);
  const machine = new Machine(scenario.mayRace ?? (() => false));
  machine.alone(scenario.setup(load));
  machine.start(scenario.threads(load));
  return machine;
}

/** One exploration. */
class Explorer {
  private readonly scenario: Scenario;
  private readonly machine: Machine;
  private readonly limit: number;
  /** Who slept when a state was met, by state. */
  private readonly visited = new Map<number, number>();
  /** The only thread that has touched a word, plus 1; -1 for words of several. */
  private readonly owners: Map<number, number>;
  private readonly order: string[] = [];
  private steps = 0;
  private ends = 0;

  constructor(scenario: Scenario, owners: Map<number, number>, limit: number) {
    this.scenario = scenario;
    this.owners = owners;
    this.limit = limit;
    this.machine = started(scenario);
  }

  run(): Explored {
    try {
      this.explore(0);
    } catch (error) {
      if (error instanceof NotPrivate) throw error;
      const message = `${(error as Error).message}; threads ran in the order ${this.order.join(" ")}`;
      throw new Error(message, { cause: error });
    }
    return { states: this.visited.size, steps: this.steps, ends: this.ends };
  }

  /** Explores all that can follow, but for what begins with a step of a thread in `asleep`. Whether the state is new. */
  private explore(asleep: number): boolean {
    const { machine, scenario } = this;
    const enabled = machine.threads.filter((thread) => machine.canGo(thread));
    if (enabled.length === 0) {
      this.end();
      return true;
    }
    const key = machine.key();
    const before = this.visited.get(key);
    let todo: Thread[];
    let sleep = asleep;
    if (before === undefined) {
      if (this.visited.size >= this.limit) throw new Error(`more than ${this.limit} states`);
      todo = enabled.filter(({ index }) => ((asleep >> index) & 1) === 0);
      this.visited.set(key, asleep);
    } else {
      todo = enabled.filter(({ index }) => ((before & ~asleep) >> index) & 1);
      if (todo.length === 0) return false;
      sleep = before & asleep;
      this.visited.set(key, sleep);
    }
    const alone = todo.find((thread) => this.isPrivate(thread));
    if (alone !== undefined) {
      if (this.stepOf(alone, enabled, sleep, true)) return before === undefined;
      sleep |= 1 << alone.index;
    }
    for (const thread of todo) {
      if (thread === alone) continue;
      this.stepOf(thread, enabled, sleep, false);
      sleep |= 1 << thread.index;
    }
    const { mortal } = scenario;
    if (before === undefined && mortal !== undefined && !machine.isDead(mortal))
      if (machine.threads[mortal]?.request !== null) this.follow(`${mortal}†`, 0, () => machine.kill(mortal));
    return before === undefined;
  }

  /** Explores what begins with a step of a thread, with those asleep that it does not wake; whether it leads to something new. */
  private stepOf({ index, request }: Thread, enabled: Thread[], asleep: number, isPrivate: boolean): boolean {
    let stays = 0;
    for (const other of enabled)
      if ((asleep >> other.index) & 1 && !depends(other.request as Request, request as Request))
        stays |= 1 << other.index;
    this.touch(index, request as Request);
    return this.follow(`${index}`, stays, () => this.machine.step(index, isPrivate));
  }

  private follow(name: string, asleep: number, step: () => Undo): boolean {
    this.order.push(name);
    this.steps++;
    const undo = step();
    const isNew = this.explore(asleep);
    this.machine.undo(undo);
    this.order.pop();
    return isNew;
  }

  private end(): void {
    look(this.scenario, this.machine);
    this.ends++;
  }

  /** Whether a thread's next step can neither change what others do nor be changed by it (EX3). */
  private isPrivate({ index, request }: Thread): boolean {
    if (index === this.scenario.mortal) return false;
    const { op, a } = request as Request;
    if (op === "spin") return true;
    return op !== "death" && !isNotice(request as Request) && this.owners.get(a) === index + 1;
  }

  private touch(index: number, { op, a }: Request): void {
    if (op === "spin" || op === "death" || op === "notify") return;
    const owner = this.owners.get(a);
    if (owner === index + 1 || owner === -1) return;
    this.owners.set(a, owner === undefined ? index + 1 : -1);
    if (owner !== undefined) throw new NotPrivate();
  }
}

const cache = new Map<string, (name: string) => Loaded>();

/** The sources of a scenario. */
function loaded({ patches = [], mayRace }: Scenario): (name: string) => Loaded {
  const stopsAtPlain = mayRace !== undefined;
  const key = JSON.stringify([stopsAtPlain, patches]);
  let load = cache.get(key);
  if (load === undefined) cache.set(key, (load = loadFiles({ stopsAtPlain, patches })));
  return load;
}

/** Runs a scenario in every order. Throws what went wrong, with the order in which it did. */
export function explore(scenario: Scenario, limit = 1_000_000): Explored {
  for (const owners = new Map<number, number>(); ; ) {
    try {
      return new Explorer(scenario, owners, limit).run();
    } catch (error) {
      if (!(error instanceof NotPrivate)) throw error;
    }
  }
}

/** Most steps of a run in random order: more are a loop without end. */
const LONG = 20_000;

/**
 * Runs scenarios that are too large to be explored, in a random order each. `make` is given random numbers from 0 up to, but not
 * including, 1. Throws what went wrong, with the seed; `runs` of 1 from that seed do the same again.
 */
export function wander(make: (random: () => number) => Scenario, runs: number, seed = 1): number {
  let steps = 0;
  for (let run = seed; run < seed + runs; run++) {
    const random = randomOf(Math.imul(run, 0x9e3779b1));
    const scenario = make(random);
    const machine = started(scenario);
    // Some orders change threads at each step, others seldom.
    const patience = random() ** 2;
    let last: Thread | undefined;
    try {
      for (let n = 0; ; n++, steps++) {
        if (n === LONG) throw new Error(`more than ${LONG} steps`);
        const enabled = machine.threads.filter((thread) => machine.canGo(thread));
        if (enabled.length === 0) break;
        if (last === undefined || !enabled.includes(last) || random() > patience)
          last = enabled[Math.floor(random() * enabled.length)] as Thread;
        machine.step(last.index);
      }
      look(scenario, machine);
    } catch (error) {
      throw new Error(`${(error as Error).message}; seed ${run}`, { cause: error });
    }
  }
  return steps;
}
