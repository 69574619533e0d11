import { type Go, numGoroutine, run, sleep } from "@gopark/core";
import { fromObservable } from "@gopark/rxjs";
import { expect, test } from "vitest";
import { useFakeHost } from "../../../packages/core/test/fake-host.js";
import { SearchBox, type } from "./search-box.js";
import { type Answer, type SearchOptions, typeahead } from "./typeahead.js";
import { WordService } from "./word-service.js";

const fake = useFakeHost();
const words = ["pear", "apple", "grape", "plum", "apricot", "cap"];
const options: SearchOptions = { pause: 10, limit: 2 };

/** Runs a program on the virtual clock with a field, a service that takes 100 ms, and what was answered so far. */
function play(
  body: (box: SearchBox, service: WordService, answers: Answer[]) => Go,
  { pause, limit }: SearchOptions = options,
): Promise<void> {
  return fake.host.finish(
    run(function* () {
      const box = new SearchBox();
      const service = new WordService(words, 3, () => 100);
      const answers: Answer[] = [];
      const subscription = typeahead(box, service, { pause, limit }).subscribe((answer) =>
        answers.push(answer),
      );
      yield* body(box, service, answers);
      subscription.unsubscribe();
      yield* sleep(0.1);
      expect([numGoroutine(), service.open]).toEqual([1, 0]);
    }),
  );
}

test("T1 letters typed quickly are one query, asked when the user has paused", () =>
  play(function* (box, service, answers) {
    yield* type(box, "app", 5);
    expect(service.requests.begun).toBe(0);
    yield* sleep(1000);
    expect(answers).toEqual([{ query: "app", words: ["apple"] }]);
    expect(service.requests).toMatchObject({ begun: 3, answered: 3, calledOff: 0 });
  }));

test("T1 the same query is not asked again; case and blanks do not count, nor does an empty field", () =>
  play(function* (box, service, answers) {
    for (const value of ["Pl", "pl ", "", "  ", "PL"]) {
      box.input(value);
      yield* sleep(500);
    }
    expect(answers.map(({ query }) => query)).toEqual(["pl", "pl"]);
    expect(service.requests.begun).toBe(6);
  }));

test("T2 a stale search is called off: its open requests at once, the others are never begun", () =>
  play(function* (box, service, answers) {
    box.input("p");
    yield* sleep(50);
    // Two of three are open: the third waits for its turn.
    expect([service.open, service.requests.begun]).toEqual([2, 2]);
    box.input("pl");
    yield* sleep(15);
    expect(service.requests).toMatchObject({ begun: 4, answered: 0, calledOff: 2 });
    yield* sleep(1000);
    expect(answers).toEqual([{ query: "pl", words: ["apple", "plum"] }]);
    expect(service.requests).toMatchObject({ begun: 5, answered: 3, calledOff: 2 });
  }));

test("T2 a stale answer never appears, however the pauses of the typist fall", () =>
  play(function* (box, service, answers) {
    for (let pause = 5; pause <= 305; pause += 20) {
      box.input("a");
      yield* sleep(pause);
      box.input("ap");
      yield* sleep(pause);
      box.input("apr");
      yield* sleep(400);
      expect(answers.at(-1)).toEqual({ query: "apr", words: ["apricot"] });
      const order = answers.map(({ query }) => query.length);
      expect(order).toEqual([...order].sort());
      answers.length = 0;
      box.input("");
      yield* sleep(400);
    }
    expect(service.open).toBe(0);
  }));

test("T3 no more than the limit are open at a time", () =>
  play(
    function* (box, service, answers) {
      box.input("ap");
      yield* sleep(1000);
      expect(answers).toEqual([{ query: "ap", words: ["apple", "apricot", "cap", "grape"] }]);
      expect(service.requests.most).toBe(1);
    },
    { pause: 10, limit: 1 },
  ));

test("leaving in the middle of a search calls it off and removes the listener", () =>
  fake.host.finish(
    run(function* () {
      const box = new SearchBox();
      const service = new WordService(words, 3, () => 100);
      using answers = fromObservable(typeahead(box, service, options), { buffer: 1, overflow: "latest" });
      box.input("pear");
      yield* sleep(60);
      expect(service.open).toBe(2);
      answers.unsubscribe();
      yield* sleep(1);
      expect(service.requests).toMatchObject({ begun: 2, answered: 0, calledOff: 2 });
      box.input("plum");
      yield* sleep(500);
      expect(service.requests.begun).toBe(2);
      expect(numGoroutine()).toBe(1);
    }),
  ));
