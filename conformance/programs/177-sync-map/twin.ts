/** Twin of 177-sync-map. */
import { main } from "@gopark/core";
import { SyncMap } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(() => {
  const m = new SyncMap<unknown, unknown>();
  println(...m.load("a"));
  println(...m.loadOrStore("a", 1));
  println(...m.loadOrStore("a", 2));
  println(...m.load("a"));
  m.store("a", 3);
  println(...m.load("a"));
  println(...m.loadAndDelete("a"));
  println(...m.loadAndDelete("a"));
  m.delete("never there");
  m.store("b", undefined);
  println(...m.load("b"));
  println(...m.loadOrStore("b", 4));
  m.delete("b");
  println(...m.load("b"));
  m.store(1, "number");
  m.store("1", "string");
  println(...m.load(1));
  println(...m.load("1"));
});
