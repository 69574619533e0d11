/** Objects that know how to travel. */
import { afterEach, describe, expect, it } from "vitest";
import { alloc } from "../shm/heap.js";
import { memory } from "../thread.js";
import { registerTraveller, travellerAt } from "./travellers.js";
import { drop, put, take } from "./value.js";

/** Something with a number. */
class Ticket {
  readonly n: number;

  constructor(n: number) {
    this.n = n;
  }
}
class GoldTicket extends Ticket {}

const log: string[] = [];
registerTraveller<Ticket>({
  kind: 200,
  is: (value) => value instanceof Ticket,
  pack({ n }, words, at) {
    log.push(`pack ${n}`);
    words.set([n, -n, n * 2], at);
  },
  unpack(a, b, c) {
    log.push(`unpack ${a}`);
    return new Ticket(a + b + c);
  },
  drop: (a, _b, _c, isOwn) => void log.push(`drop ${a}${isOwn ? ", own" : ""}`),
});

memory();
const cell = alloc(64);
afterEach(() => void (log.length = 0));

describe("travellers", () => {
  it("travel alone, within others, and as the same one twice", () => {
    put(cell, new Ticket(3));
    expect(take(cell)).toEqual(new Ticket(6));
    const twice = new GoldTicket(5);
    put(cell, { twice, list: [twice, new Ticket(7)] });
    const { twice: first, list } = take(cell) as { twice: Ticket; list: Ticket[] };
    expect([first.n, list[0] === first, list[1]?.n]).toEqual([10, true, 14]);
    expect(log).toEqual(["pack 3", "unpack 3", "pack 5", "pack 7", "unpack 5", "unpack 7"]);
  });

  it("TR1 EN3 are dropped with the value, and if it turns out that it cannot be sent", () => {
    put(cell, new Ticket(1));
    drop(cell);
    put(cell, [new Ticket(2), { inner: new Ticket(3) }]);
    drop(cell);
    expect(() => put(cell, [new Ticket(4), new Ticket(5), () => 1])).toThrow("value[2]: a function");
    expect(log).toEqual([
      "pack 1",
      "drop 1",
      "pack 2",
      "pack 3",
      "drop 3",
      "drop 2",
      "pack 4",
      "pack 5",
      "drop 5, own",
      "drop 4, own",
    ]);
  });

  it("one that this thread does not know is an error", () => {
    expect(() => travellerAt(201)).toThrow("a value of kind 201 came, which this thread does not know");
  });
});
