/**
 * The lists of short names (short-names/lists.mjs): whether they are right, and better ones.
 *
 *     npm run names                                           checks all lists
 *     npm run names -- --seconds 600                          looks for names that compress better, and writes the list
 *     npm run names -- --seconds 600 --list @gopark/streams   the same for the list of a package
 *
 * Two properties that never meet on an object (meetings.mjs) may share a name: the fewer and the more regular the
 * names, the better a bundle compresses. A new property is given any free name, and a search.
 *
 * A search changes one name at a time, or swaps two, and keeps what makes the bundles no larger. It starts from the
 * list as it is: run again, it goes on.
 */

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { templates } from "./short-names/bundles.mjs";
import { lists } from "./short-names/lists.mjs";
import { Meetings } from "./short-names/meetings.mjs";

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LETTERS = [...UPPER, ...UPPER.toLowerCase()];

/** A list in the light of the types. */
class Naming {
  /** @param {import("./short-names/lists.mjs").List} list */
  constructor(list) {
    this.list = list;
    this.names = list.names;
    this.meetings = new Meetings(list.owners);
  }

  /** The names of properties that meet `property`, those that are never shortened among them. @param {string} property */
  taken(property) {
    const { names, list, meetings } = this;
    return new Set(
      meetings
        .neighbours(property)
        .flatMap((other) => [
          names[other] ?? other,
          ...(other in list.borrowed ? [list.borrowed[other] ?? ""] : []),
        ]),
    );
  }

  /** @param {string} property @param {string} name */
  isFree(property, name) {
    const isOpen = this.meetings.open.has(property);
    return (!isOpen || UPPER.includes(name[0] ?? "")) && !this.taken(property).has(name);
  }

  /** What is wrong with the list. */
  mistakes() {
    const { names, meetings } = this;
    return Object.keys(names).flatMap((property) => {
      if (!meetings.all.has(property)) return [`${property}: no such property`];
      if (meetings.published.has(property)) return [`${property}: is public`];
      if (meetings.foreign.has(property)) return [`${property}: is of an object that is not ours`];
      return this.isFree(property, names[property] ?? "") ? [] : [`${property}: ${names[property]} is taken`];
    });
  }

  /** Gives another name to each property whose name is taken. */
  repair() {
    const { names } = this;
    const pairs = LETTERS.flatMap((a) => LETTERS.map((b) => a + b));
    for (const property of Object.keys(names)) {
      if (this.isFree(property, names[property] ?? "")) continue;
      names[property] = [...LETTERS, ...pairs].find((name) => this.isFree(property, name)) ?? property;
    }
  }

  /** @param {number} seconds */
  async search(seconds) {
    const { names } = this;
    const bundles = await templates(this.list);
    const used = Object.keys(names).filter((name) =>
      bundles.some((bundle) => bundle.properties.includes(name)),
    );
    const size = () => bundles.reduce((sum, bundle) => sum + bundle.size(names), 0);
    /** @template T @param {readonly T[]} list @returns {T} */
    const any = (list) => /** @type {T} */ (list[Math.floor(Math.random() * list.length)]);
    let best = size();
    process.stdout.write(`${best} bytes\n`);
    for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
      const [a, b] = [any(used), any(used)];
      const [oldA, oldB] = [names[a] ?? "", names[b] ?? ""];
      const isSwap = Math.random() < 0.3;
      names[a] = isSwap ? oldB : any(LETTERS);
      if (isSwap) names[b] = oldA;
      const now = this.isFree(a, names[a] ?? "") && this.isFree(b, names[b] ?? "") ? size() : Infinity;
      if (now <= best) best = now;
      else {
        names[b] = oldB;
        names[a] = oldA;
      }
    }
    process.stdout.write(`${best} bytes\n`);
  }

  write() {
    const sorted = Object.entries(this.names).sort(([a], [b]) => (a < b ? -1 : 1));
    writeFileSync(this.list.file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  }
}

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "0" }, list: { type: "string", default: "gopark" } },
});
for (const list of lists()) {
  const naming = new Naming(list);
  if (+values.seconds > 0) {
    // All of them: what a package borrows may have a name now that it used itself.
    naming.repair();
    if (list.name === values.list) await naming.search(+values.seconds);
    naming.write();
  }
  for (const mistake of naming.mistakes()) {
    process.stderr.write(`${list.file}: ${mistake}\n`);
    process.exitCode = 1;
  }
}
