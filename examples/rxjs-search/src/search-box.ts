/**
 * A text field, as a page has one: an EventTarget whose "input" event says that its value has changed.
 */
import type { Go } from "@gopark/core";
import { sleep } from "@gopark/core";

/** A field that somebody types into. */
export class SearchBox extends EventTarget {
  /** What it says now. */
  value = "";

  /** Changes the text, as a user does. */
  input(value: string): void {
    this.value = value;
    this.dispatchEvent(new Event("input"));
  }
}

/** Types one letter after the other, `pause` milliseconds apart. */
export function* type(box: SearchBox, letters: string, pause: number): Go {
  for (const letter of letters) {
    box.input(box.value + letter);
    yield* sleep(pause);
  }
}
