// What a browser has to fetch before the first page, compressed: held under a limit with every build.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** A clinic's slow line takes this in about a second. */
const LIMIT_BYTES = 250_000;
const folder = new URL("../dist/assets/", import.meta.url);
const bytes = readdirSync(folder)
  .filter((it) => /\.(js|css)$/.test(it))
  .reduce((sum, it) => sum + gzipSync(readFileSync(new URL(it, folder))).length, 0);
console.log(`scripts and styles: ${(bytes / 1000).toFixed(1)} kB compressed, ${LIMIT_BYTES / 1000} at most`);
if (bytes > LIMIT_BYTES) process.exit(1);
