/** An M, with a test for M0 at the other ends of its two lines. */
import { type Go, go } from "@gopark/core";
import { afterEach, describe, expect, it } from "vitest";
import { WORK } from "../bridge-link.js";
import { converse } from "../control.js";
import { goroutine } from "../goroutine.js";
import type { ThreadHost } from "../host/threads.js";
import type { CrashReport } from "../sched/crash.js";
import { become } from "../thread.js";
import { enterHand } from "./enter.js";
import { enclose, openEnvelope } from "./envelope.js";
import { BEGIN, type HandControl, type HandInit, IDLE, type Work } from "./protocol.js";
import type { Membership } from "./thread.js";

const url = "file:///enter.test.js";
goroutine(url, "double", function* (n: number): Go<number> {
  return n * 2;
});
const inner = goroutine(url, "inner", () => 1);
goroutine(url, "outer", function* (): Go<number> {
  go(inner);
  return go(inner).id;
});
goroutine(url, "boom", () => {
  throw new RangeError("boom");
});

const host = { printDirectly() {} } as unknown as ThreadHost;

/** An M that has been started, and what it says. */
class Hand {
  readonly heard: Work[] = [];
  readonly panics: CrashReport[] = [];
  readonly control: ReturnType<typeof converse<HandControl>>;
  private readonly parent = new MessageChannel();
  private readonly line = new MessageChannel();
  private readonly membership: Membership;
  /** Called when something is heard. */
  private onHeard: () => void = () => {};

  constructor() {
    const note = (): void => this.onHeard();
    this.control = converse<HandControl>(this.parent.port1, {
      ready: () => {},
      panicked: (report: CrashReport) => {
        this.panics.push(report);
        note();
      },
      asleep: () => {},
      hears: () => {},
      dumps: () => [],
    });
    this.line.port1.onmessage = ({ data }: MessageEvent) => {
      if (data.kind === WORK) this.heard.push(data.work as Work);
      note();
    };
    const init: HandInit = {
      gopark: 1,
      role: "hand",
      parent: this.parent.port2,
      line: this.line.port2,
      index: 3,
      slice: 10,
      procs: 4,
    };
    this.membership = enterHand(init, host);
  }

  /** Hands a goroutine out. */
  begin(id: number, name: string, ...args: unknown[]): void {
    const job = {
      id,
      key: `${url}#${name}`,
      name,
      site: "",
      starter: 0,
      envelope: enclose(args, "x"),
      isList: true,
    };
    this.line.port1.postMessage({ kind: WORK, work: { word: BEGIN, jobs: [job] } satisfies Work });
  }

  /** Waits until something holds. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds())
      await new Promise<void>((resolve) => {
        this.onHeard = resolve;
      });
  }

  end(): void {
    this.membership.leave();
    for (const { port1, port2 } of [this.parent, this.line]) {
      port1.close();
      port2.close();
    }
    become(0);
  }
}

describe("the start of an M without shared memory", () => {
  let hand: Hand;
  afterEach(() => hand.end());
  const words = (): number[] => hand.heard.map(({ word }) => word);

  it("EH2 asks for work when it is up, runs what it gets, and asks again", async () => {
    hand = new Hand();
    await hand.until(() => words().includes(IDLE));
    hand.begin(7, "double", 21);
    await hand.until(() => words().length >= 3);
    const [, ended] = hand.heard;
    expect([ended?.id, openEnvelope(ended!.result!), words().at(-1)]).toEqual([7, 42, IDLE]);
  });

  it("sends what its goroutines start to M0, under ids of its own", async () => {
    hand = new Hand();
    hand.begin(7, "outer");
    await hand.until(() => hand.heard.some(({ result }) => result !== undefined));
    const jobs = hand.heard.flatMap(({ jobs = [] }) => jobs);
    expect(jobs.map(({ key, starter }) => [key, starter])).toEqual([
      [`${url}#inner`, 3],
      [`${url}#inner`, 3],
    ]);
    const { result } = hand.heard.find((work) => work.result !== undefined) as Work;
    expect(openEnvelope(result!)).toBe(jobs[1]?.id);
    expect(jobs[0]?.id).not.toBe(jobs[1]?.id);
  });

  it("PA-01 reports a panic, and runs nothing more", async () => {
    hand = new Hand();
    hand.begin(7, "boom");
    await hand.until(() => hand.panics.length > 0);
    expect(hand.panics[0]).toMatchObject({ kind: "panic", message: "panic: RangeError: boom", goroutine: 7 });
    expect(words()).not.toContain(4);
  });

  it("answers what it is asked", async () => {
    hand = new Hand();
    await hand.until(() => words().includes(IDLE));
    const { epoch, traffic } = await hand.control.look();
    expect([epoch, traffic]).toEqual([0, [[0, 1, 0]]]);
    expect(await hand.control.dump()).toEqual({ index: 3, text: "", started: [] });
  });
});
