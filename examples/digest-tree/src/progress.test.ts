import { expect, test } from "vitest";
import { ProgressLine } from "./progress.js";

/** A terminal of ten columns that keeps what was written. */
function screen(isTTY = true) {
  const written: string[] = [];
  return { written, isTTY, columns: 10, write: (text: string) => written.push(text) };
}

test("a line takes the place of the one before", () => {
  const terminal = screen();
  const progress = new ProgressLine(terminal);
  progress.show("one");
  progress.show("two");
  expect(terminal.written).toEqual(["\r\x1b[Kone", "\r\x1b[Ktwo"]);
});

test("a line is cut before it would wrap", () => {
  const terminal = screen();
  new ProgressLine(terminal).show("0123456789");
  expect(terminal.written).toEqual(["\r\x1b[K012345678"]);
});

test("the line is taken away before something else is printed, and once", () => {
  const terminal = screen();
  const progress = new ProgressLine(terminal);
  progress.show("one");
  progress.print("a: no such file");
  progress.clear();
  expect(terminal.written).toEqual(["\r\x1b[Kone", "\r\x1b[K", "a: no such file\n"]);
});

test("where there is no terminal only prints are written", () => {
  const file = screen(false);
  const progress = new ProgressLine(file);
  progress.show("one");
  progress.print("a: no such file");
  progress.clear();
  expect(file.written).toEqual(["a: no such file\n"]);
});
