/**
 * Builds the page. What `webpack` of webpack-cli does, and a copy of the page's HTML.
 */
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import webpack from "webpack";
import config from "./webpack.config.mjs";

const html = new URL("./index.html", import.meta.url);
const stats = await new Promise((resolve, reject) => {
  const compiler = webpack(config, (error, stats) =>
    error ? reject(error) : compiler.close(() => resolve(stats)),
  );
});
console.log(stats.toString("errors-warnings"));
if (stats.hasErrors()) process.exitCode = 1;
else copyFileSync(html, fileURLToPath(new URL("./dist/index.html", import.meta.url)));
