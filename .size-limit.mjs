/**
 * What bundles may weigh, minified and gzipped.
 *
 * Always true: packages are measured as they are published. The `paths` of the root tsconfig, which lead to sources, are
 * switched off.
 */

/**
 * @param {string} name
 * @param {string} names what is imported from the umbrella
 * @param {string} limit
 */
const bundle = (name, names, limit) => ({
  name,
  path: "packages/gopark/dist/index.js",
  import: names,
  limit,
  gzip: true,
  modifyEsbuildConfig: (/** @type {object} */ config) => ({ ...config, tsconfigRaw: "{}" }),
});

/**
 * A package with all that it exports, without the packages that it imports.
 *
 * @param {string} folder
 * @param {string} limit
 */
const own = (folder, limit) => ({
  ...bundle(folder, "*", limit),
  path: `packages/${folder}/dist/index.js`,
  ignore: ["@gopark/*", "rxjs", "effect", "effect/*"],
});

export default [
  bundle("go, chan, run", "{ go, chan, run }", "6 kB"),
  bundle("the same and select", "{ go, chan, run, select }", "7.5 kB"),
  bundle("all of core, select and sync", "*", "16.65 kB"),
  own("streams", "10.6 kB"),
  own("rxjs", "2.2 kB"),
  own("effect", "2.85 kB"),
];
