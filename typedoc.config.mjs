/**
 * The API pages: every public entry of every package, one Markdown page per symbol, into `docs/api/`.
 *
 * Run by `scripts/docs-api.mjs`, which also decides what counts as a failure.
 */

import { join } from "node:path";
import { Converter, OptionDefaults, PageEvent, ReflectionKind } from "typedoc";
import { isInternal, packages, shortPath } from "./scripts/packages.mjs";

/**
 * Packages, each after those it depends on: a name that several export has its page in the first of them.
 *
 * @type {Set<import("./scripts/packages.mjs").Package>}
 */
const ordered = new Set();
const all = packages();

/** @param {import("./scripts/packages.mjs").Package} one */
function place(one) {
  for (const other of all) if (other.name in (one.manifest.dependencies ?? {})) place(other);
  ordered.add(one);
}
all.forEach(place);

/** @type {Map<string, string>} source file of a public entry to its import specifier */
const specifiers = new Map(
  [...ordered].flatMap(({ entries }) =>
    [...entries]
      .filter(([specifier]) => !isInternal(specifier))
      .map(([specifier, file]) => [file, specifier]),
  ),
);

/**
 * Names each module as users import it; TypeDoc would name it after its path.
 *
 * @param {import("typedoc").Application} app
 */
function nameModules(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.Module)) return;
    const file = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.getSourceFile().fileName;
    const specifier = file && specifiers.get(join(file));
    if (specifier) reflection.name = specifier;
  });
}

/**
 * Links what a page says of differences from Go to where they are listed.
 *
 * @param {import("typedoc").Application} app
 */
function linkDifferences(app) {
  app.renderer.on(PageEvent.END, (page) => {
    const guide = `${"../".repeat(page.url.split("/").length)}guide/differences-from-go.md`;
    const { contents = "" } = page;
    page.contents = contents.replace(/^D-\d+(, D-\d+)*$/gm, (ids) => ids.replace(/D-\d+/g, `[$&](${guide})`));
  });
}

/** @type {Partial<import("typedoc").TypeDocOptions & import("typedoc-plugin-markdown").PluginOptions>} */
export default {
  plugin: ["typedoc-plugin-markdown", nameModules, linkDifferences],
  entryPoints: [...specifiers.keys()].map((file) => shortPath(file)),
  alwaysCreateEntryPointModule: true,
  tsconfig: "tsconfig.docs.json",
  out: "docs/api",
  name: "gopark",
  readme: "none",
  disableSources: true,
  excludeInternal: true,
  excludeExternals: true,
  blockTags: [...OptionDefaults.blockTags, "@go", "@differs"],
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  entryFileName: "index",
  indexFormat: "table",
  hidePageHeader: true,
  hideBreadcrumbs: true,
};
