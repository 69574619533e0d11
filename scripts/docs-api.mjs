/**
 * Writes the API pages into `docs/api/`, and fails on whatever a reader would stumble over: a public name or
 * member without a comment, a link that leads nowhere, a type that is used but not exported.
 *
 * TypeDoc asks "is it exported?" and "is it documented?" only of the package its project is named after. Here
 * one project holds every package, so it is validated once under each one's name.
 */

import { Application } from "typedoc";
import { packages, repository } from "./packages.mjs";

process.chdir(repository);
const app = await Application.bootstrapWithPlugins({ options: "typedoc.config.mjs" });

// Links are looked at once per package name; each thing is said once.
const { logger } = app;
const print = logger.log.bind(logger);
/** @type {Set<string>} */
const said = new Set();
logger.log = (/** @type {Parameters<typeof print>} */ ...[message, level]) => {
  if (said.has(message)) return;
  said.add(message);
  print(message, level);
};

const isFine = () => !logger.hasErrors() && !logger.hasWarnings();
const project = await app.convert();
if (project === undefined) process.exitCode = 1;
else {
  for (const { name } of packages()) {
    project.packageName = name;
    app.validate(project);
  }
  if (isFine()) await app.generateOutputs(project);
  if (!isFine()) process.exitCode = 1;
}
