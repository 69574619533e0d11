/** The driver's command line. Whatever is wrong in it is said with what was wanted and what was got. */

import { parseArgs } from "node:util";
import { type CaseSpec, type SubjectName, subjectNames } from "./case-spec.js";
import { cases, findCase } from "./cases.js";

export interface Options {
  /** The engine binary for the JavaScript subjects. */
  readonly node: string;
  readonly rounds: number;
  readonly cases: readonly CaseSpec[];
  readonly subjects: readonly SubjectName[];
  /** Where the JSON goes; undefined: the default place. */
  readonly json: string | undefined;
  /** One round at a tenth of the size: shows that everything runs, measures nothing. */
  readonly quick: boolean;
  /** The processor that every child is bound to, through `taskset`; undefined: not bound. */
  readonly cpu: number | undefined;
}

export const usage: string = `npm run bench -- [options]
  --node=PATH       engine for the JavaScript subjects (default: the one running this)
  --rounds=N        samples per subject and case (default 5)
  --cases=a,b       ${cases.map((each) => each.name + (each.optIn === true ? " (only when named)" : "")).join(", ")}
  --subjects=a,b    ${subjectNames.join(", ")}
  --json=FILE       where to write the figures (default bench/results/latest.json)
  --quick           one round at a tenth of the size: shows that all runs, measures nothing
  --cpu=N           bind every child process to processor N (needs taskset)
`;

export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw new Error(`--${option}: want a whole number from ${least} up, got "${text}"`);
  }
  return value;
}

function subjectNamed(name: string): SubjectName {
  const found = subjectNames.find((each) => each === name);
  if (found === undefined)
    throw new Error(`--subjects: want some of ${subjectNames.join(", ")}, got "${name}"`);
  return found;
}

/** Undefined: help was asked for. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      node: { type: "string" },
      rounds: { type: "string" },
      cases: { type: "string" },
      subjects: { type: "string" },
      json: { type: "string" },
      quick: { type: "boolean", default: false },
      cpu: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    node: values.node ?? process.execPath,
    rounds: values.quick ? 1 : wholeNumber("rounds", values.rounds ?? "5", 1),
    cases: values.cases?.split(",").map(findCase) ?? cases.filter((each) => each.optIn !== true),
    subjects: values.subjects?.split(",").map(subjectNamed) ?? subjectNames,
    json: values.json,
    quick: values.quick,
    cpu: values.cpu === undefined ? undefined : wholeNumber("cpu", values.cpu, 0),
  };
}
