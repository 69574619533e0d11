import { RuntimeError } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../../core/test/fake-host.js";
import { Desk } from "./desk.js";
import { enclose, openEnvelope } from "./envelope.js";
import { HandedGoroutine } from "./handed.js";
import {
  ASK,
  BACK,
  BEGIN,
  BEGUN,
  BUSY,
  DIED,
  ENDED,
  IDLE,
  type Job,
  LOCKED,
  LOST,
  PROCS,
  START,
  WILLING,
  type Work,
} from "./protocol.js";

const fake = useFakeHost();

/** A desk of `procs` Ps, with Ms that are up, and what it has told them. */
class Office {
  readonly told: [index: number, work: Work][] = [];
  grown = 0;
  readonly desk: Desk;
  private lastId = 0;

  constructor(procs: number, ...members: number[]) {
    this.desk = new Desk(
      procs,
      (index, work) => this.told.push([index, work]),
      (n) => {
        this.grown = n;
      },
    );
    for (const index of members) this.desk.join(index);
  }

  /** Starts goroutines for M `starter`. */
  start(count: number, starter = 0): number[] {
    return Array.from({ length: count }, () => {
      const id = ++this.lastId;
      if (starter === 0) this.desk.started.add(new HandedGoroutine(id, "f", true));
      const envelope = enclose([id], "x");
      const job: Job = { id, key: "file:///x.js#f", name: "f", site: "", starter, envelope, isList: true };
      if (starter === 0) this.desk.start(job);
      else this.desk.heard(starter, { word: START, jobs: [job] });
      return id;
    });
  }

  idle(...members: number[]): void {
    for (const index of members) this.desk.heard(index, { word: IDLE });
  }

  ended(index: number, ...ids: number[]): void {
    for (const id of ids) this.desk.heard(index, { word: ENDED, id, result: enclose(id * 2, "x") });
  }

  /** Who got what since the last call. */
  handedOut(): [index: number, ids: number[]][] {
    return this.told
      .splice(0)
      .filter(([, { word }]) => word === BEGIN)
      .map(([index, { jobs = [] }]) => [index, jobs.map(({ id }) => id)]);
  }
}

describe("M0's desk", () => {
  it("DK1 hands a goroutine to an M that is hungry at once, one at a time, in order", () => {
    const office = new Office(3, 1, 2);
    office.start(1);
    expect([office.handedOut(), office.desk.queued]).toEqual([[], 1]);
    office.idle(2);
    expect(office.handedOut()).toEqual([[2, [1]]]);
    office.idle(1);
    office.start(3);
    expect(office.handedOut()).toEqual([[1, [2]]]);
    expect(office.desk.queued).toBe(2);
  });

  it("of several that are hungry, the one with the fewest goroutines gets it", () => {
    const office = new Office(4, 1, 2, 3);
    office.idle(1);
    office.start(1);
    office.idle(1, 2, 3);
    office.start(1);
    expect(office.handedOut()).toEqual([
      [1, [1]],
      [2, [2]],
    ]);
  });

  it("M0 takes the first when it asks", () => {
    const office = new Office(2, 1);
    const [a, b] = office.start(2);
    expect(office.desk.take()?.id).toBe(a);
    office.idle(1);
    expect(office.handedOut()).toEqual([[1, [b]]]);
    expect(office.desk.take()).toBe(undefined);
  });

  it("BN2 what waits takes turns with what runs on M0 where no other M may have it, else it is every 61st round", () => {
    const { desk } = new Office(1, 1);
    expect(desk.turn).toBe(2);
    desk.resize(2);
    expect(desk.turn).toBe(61);
    desk.resize(1);
    expect(desk.turn).toBe(2);
    desk.bench = { isOpen: false, offer() {} } as Desk["bench"];
    expect(desk.turn).toBe(61);
  });

  it("a share doubles when it was ended at once, and is one again when it took long", () => {
    const office = new Office(2, 1);
    office.start(100);
    const sizes: number[] = [];
    for (let round = 0; round < 5; round++) {
      office.idle(1);
      const [[, ids] = [0, []]] = office.handedOut();
      sizes.push(ids.length);
      office.ended(1, ...ids);
    }
    fake.host.time += 5;
    office.idle(1);
    sizes.push(office.handedOut()[0]![1].length);
    expect(sizes[0]).toBe(1);
    expect(sizes.slice(1, 5)).toEqual([2, 4, 8, 16]);
    expect(sizes[5]).toBe(1);
  });

  it("one that is not hungry any more, or beyond the number of Ps, gets nothing", () => {
    const office = new Office(2, 1, 2);
    office.idle(1, 2);
    office.desk.heard(1, { word: BUSY });
    office.start(1);
    expect(office.handedOut()).toEqual([]);
    office.desk.resize(3);
    expect(office.handedOut()).toEqual([[2, [1]]]);
    expect(office.grown).toBe(3);
    office.desk.heard(2, { word: PROCS, id: 1 });
    expect(office.told.splice(0)).toEqual([1, 2].map((index) => [index, { word: PROCS, id: 1 }]));
    office.idle(1);
    office.start(1);
    expect(office.handedOut()).toEqual([]);
  });

  it("DK4 where M0 takes nothing and nobody is idle, those that are busy are asked, and who answers gets a share", () => {
    const office = new Office(4, 1, 2, 3);
    office.desk.bench = { isOpen: false, offer() {} } as Desk["bench"];
    office.desk.heard(3, { word: LOCKED, id: 1 });
    const asked = (): number[] => office.told.filter(([, { word }]) => word === ASK).map(([index]) => index);
    office.start(6);
    expect([asked(), office.handedOut()]).toEqual([[1, 2], []]);
    office.desk.heard(2, { word: WILLING });
    expect([asked(), office.handedOut()]).toEqual([[2], [[2, [1, 2]]]]);
    // Not all of that has ended: a smaller share.
    office.ended(2, 1);
    office.desk.heard(2, { word: WILLING });
    expect(office.handedOut()).toEqual([[2, [3]]]);
    office.ended(2, 2, 3);
    office.desk.heard(2, { word: WILLING });
    expect(office.handedOut()).toEqual([[2, [4, 5]]]);
    // Being idle is an answer too.
    office.idle(1);
    expect([asked(), office.handedOut(), office.desk.queued]).toEqual([[], [[1, [6]]], 0]);
    office.desk.heard(2, { word: WILLING });
    expect(office.told.splice(0)).toEqual([]);
    office.start(1);
    expect(asked()).toEqual([1, 2]);
  });

  it("DK4 nobody is asked where M0 takes what waits, or beyond the number of Ps", () => {
    const office = new Office(2, 1, 2);
    office.desk.bench = { isOpen: true, offer() {} } as Desk["bench"];
    office.start(1);
    expect(office.told).toEqual([]);
    office.desk.bench = { isOpen: false, offer() {} } as Desk["bench"];
    office.desk.close();
    expect(office.told.splice(0)).toEqual([[1, { word: ASK }]]);
    office.desk.heard(2, { word: WILLING });
    expect(office.told).toEqual([]);
  });

  it("DK1 when there is one P and M0 is locked, another M gets what M0 would have taken", () => {
    const office = new Office(1, 1);
    office.desk.bench = { isOpen: true, offer() {} } as Desk["bench"];
    office.idle(1);
    const [first] = office.start(1);
    expect(office.handedOut()).toEqual([]);
    office.desk.bench = { isOpen: false, offer() {} } as Desk["bench"];
    office.desk.close();
    expect(office.handedOut()).toEqual([[1, [first]]]);
  });

  it("DK1 an M that a goroutine has to itself gets nothing, and another takes its place until it is given up", () => {
    const office = new Office(2, 1);
    office.idle(1);
    office.start(1);
    expect(office.handedOut()).toEqual([[1, [1]]]);
    office.desk.heard(1, { word: LOCKED, id: 1 });
    expect(office.grown).toBe(3);
    office.desk.join(2);
    office.idle(2);
    office.start(1);
    expect(office.handedOut()).toEqual([[2, [2]]]);
    office.desk.heard(1, { word: LOCKED, id: 0 });
    office.idle(1);
    expect(office.grown).toBe(2);
    office.start(1);
    expect(office.handedOut()).toEqual([[1, [3]]]);
  });

  it("DK1 if all are taken, M0 among them, there is one more", () => {
    const office = new Office(1, 1);
    office.desk.bench = { isOpen: false, offer() {} } as Desk["bench"];
    office.desk.heard(1, { word: LOCKED, id: 1 });
    expect(office.grown).toBe(3);
    office.desk.heard(1, { word: LOCKED, id: 0 });
    office.desk.locked();
    expect(office.grown).toBe(2);
  });

  it("DK2 what an M gives back is handed out again, before all others", () => {
    const office = new Office(3, 1, 2);
    office.idle(1);
    const [a, b] = office.start(2);
    const { jobs = [] } = office.told[0]![1];
    office.handedOut();
    office.desk.heard(1, { word: BACK, jobs });
    office.idle(2);
    expect(office.handedOut()).toEqual([[2, [a]]]);
    expect(office.desk.take()?.id).toBe(b);
  });

  it("DK3 results go to who has started it, on whichever thread", () => {
    const office = new Office(3, 1, 2);
    office.idle(1, 2);
    const [a] = office.start(1);
    const [b] = office.start(1, 1);
    const mine = new HandedGoroutine(99, "f", true);
    office.desk.started.add(mine);
    expect(office.handedOut()).toEqual([
      [1, [a]],
      [2, [b]],
    ]);
    office.ended(2, b!);
    const [[to, { word, result }] = [0, { word: -1 }]] = office.told as [number, Work][];
    expect([to, word, openEnvelope(result!)]).toEqual([1, ENDED, b! * 2]);
    office.ended(1, a!, a!);
    expect(mine.status).toBe("runnable");
  });

  it("DK2 DK3 a death: what may have begun is lost, the rest is queued again, first", () => {
    const office = new Office(3, 1, 2);
    office.idle(1);
    office.start(1);
    office.ended(1, 1);
    office.start(6, 2);
    // Two shares later it gets four at a time, of six.
    office.idle(1);
    office.ended(1, 2, 3);
    office.idle(1);
    expect(office.handedOut()).toEqual([
      [1, [1]],
      [1, [2, 3]],
      [1, [4, 5, 6, 7]],
    ]);
    office.told.length = 0;
    office.desk.heard(1, { word: BEGUN, id: 5 });
    office.desk.died(1);
    expect(office.told.splice(0)).toEqual([
      [2, { word: DIED, id: 1 }],
      [2, { word: LOST, id: 4, by: 1 }],
      [2, { word: LOST, id: 5, by: 1 }],
    ]);
    expect([office.desk.take()?.id, office.desk.take()?.id]).toEqual([6, 7]);
  });

  it("tells M0 what was lost, and drops what is left when the program ends", () => {
    const office = new Office(2, 1);
    office.idle(1);
    const g = new HandedGoroutine(1, "f", true);
    const left = new HandedGoroutine(2, "f", true);
    office.start(2);
    office.desk.started.add(g);
    office.desk.started.add(left);
    office.desk.died(1);
    expect([g.status, left.status]).toEqual(["dead", "runnable"]);
    office.desk.stop();
    expect(left.status).toBe("dead");
    expect(() => left.join().finish()).toThrow(RuntimeError);
  });
});
