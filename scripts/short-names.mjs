/**
 * The short names of `mangle.json`: whether they are right, and better ones.
 *
 *     npm run names                    checks the list
 *     npm run names -- --seconds 600   looks for names that compress better, and writes the list
 *
 * Two properties that never meet on an object (meetings.mjs) may share a name: the fewer and the more regular the
 * names, the better a bundle compresses. A new property is given any free name, and a search.
 *
 * A search changes one name at a time, or swaps two, and keeps what makes the bundles no larger. It starts from the
 * list as it is: run again, it goes on.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repository } from "./packages.mjs";
import { templates } from "./short-names/bundles.mjs";
import { Meetings } from "./short-names/meetings.mjs";

const LIST = join(repository, "mangle.json");
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LETTERS = [...UPPER, ...UPPER.toLowerCase()];

/** @type {Record<string, string>} */
const names = JSON.parse(readFileSync(LIST, "utf8"));
const properties = Object.keys(names);
const meetings = new Meetings();

/** The names of properties that meet `property`, those that are never shortened among them. @param {string} property */
function taken(property) {
  return new Set(meetings.neighbours(property).map((other) => names[other] ?? other));
}

/** @param {string} property @param {string} name */
function isFree(property, name) {
  return (!meetings.open.has(property) || UPPER.includes(name[0] ?? "")) && !taken(property).has(name);
}

/** What is wrong with the list. */
function mistakes() {
  return properties.flatMap((property) => {
    if (!meetings.all.has(property)) return [`${property}: no such property`];
    if (meetings.published.has(property)) return [`${property}: is public`];
    if (meetings.foreign.has(property)) return [`${property}: is of an object that is not ours`];
    return isFree(property, names[property] ?? "") ? [] : [`${property}: ${names[property]} is taken`];
  });
}

/** Gives another name to each property whose name is taken. */
function repair() {
  const pairs = LETTERS.flatMap((a) => LETTERS.map((b) => a + b));
  for (const property of properties) {
    if (isFree(property, names[property] ?? "")) continue;
    names[property] = [...LETTERS, ...pairs].find((name) => isFree(property, name)) ?? property;
  }
}

/** @param {number} seconds */
async function search(seconds) {
  const bundles = await templates(properties);
  const used = properties.filter((name) => bundles.some((bundle) => bundle.properties.includes(name)));
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
    const now = isFree(a, names[a] ?? "") && isFree(b, names[b] ?? "") ? size() : Infinity;
    if (now <= best) best = now;
    else {
      names[b] = oldB;
      names[a] = oldA;
    }
  }
  process.stdout.write(`${best} bytes\n`);
}

const { values } = parseArgs({ options: { seconds: { type: "string", default: "0" } } });
if (+values.seconds > 0) {
  repair();
  await search(+values.seconds);
  const sorted = Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(LIST, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
const wrong = mistakes();
if (wrong.length > 0) {
  process.stderr.write(`${wrong.join("\n")}\n`);
  process.exitCode = 1;
}
