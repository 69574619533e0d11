/**
 * webpack knows workers that are started as src/main.ts does it, so there is nothing to say about them.
 */
import { fileURLToPath } from "node:url";
import Minimizer from "minimizer-webpack-plugin";

// biome-ignore lint/style/noDefaultExport: webpack wants it
export default {
  mode: "production",
  context: fileURLToPath(new URL("./", import.meta.url)),
  entry: "./src/main.ts",
  target: ["web", "es2022"],
  output: { path: fileURLToPath(new URL("./dist/", import.meta.url)), filename: "[name].js", clean: true },
  module: { rules: [{ test: /\.ts$/, loader: "ts-loader", options: { transpileOnly: true } }] },
  // TypeScript's way: what is imported as x.js is written in x.ts.
  resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
  optimization: {
    // What both the page and its workers need is loaded once.
    splitChunks: {
      cacheGroups: { shared: { name: "shared", chunks: "all", minChunks: 2, usedExports: false } },
    },
    // A tenth larger than what webpack makes of it by itself, in a fifth of the time.
    minimizer: [new Minimizer({ minify: { implementation: Minimizer.esbuildMinify } })],
  },
};
