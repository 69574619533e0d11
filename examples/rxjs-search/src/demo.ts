/**
 * Somebody types into a search field; a goroutine shows the answers.
 *
 * Always true: the screen shows the newest answer. One that came while it was busy with the one before is skipped if
 * there is a newer one.
 */
import { type Go, go, sleep } from "@gopark/core";
import { fromObservable } from "@gopark/rxjs";
import { SearchBox, type } from "./search-box.js";
import { typeahead } from "./typeahead.js";
import { WordService } from "./word-service.js";

const WORDS =
  "apple apricot banana cherry grape grapefruit lemon lime mango melon orange peach pear plum".split(" ");

/** Types, searches and prints. */
export function* demo(print: (line: string) => void): Go {
  const service = new WordService(WORDS, 4, (shard) => 60 + 20 * shard);
  const box = new SearchBox();
  const answers = fromObservable(typeahead(box, service, { pause: 50, limit: 2 }), {
    buffer: 1,
    overflow: "latest",
  });
  const screen = go(() =>
    answers.range(function* ({ query, words }) {
      print(`${query}: ${words.join(", ") || "nothing"}`);
      yield* sleep(5);
    }),
  );

  yield* type(box, "ap", 75); // "a" is asked for, and called off by "ap"
  yield* sleep(400);
  yield* type(box, "ple", 20); // too quick to be asked for letter by letter
  yield* sleep(400);
  box.input("");
  yield* type(box, "gra", 70);
  yield* sleep(400);

  answers.unsubscribe();
  yield* screen.join();
  const { begun, answered, calledOff, most } = service.requests;
  print(`${begun} requests: ${answered} answered, ${calledOff} called off, ${most} open at most`);
}
