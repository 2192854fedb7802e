// How the console is built: one page, no inline script, nothing fetched from elsewhere.
// In development /api goes to a running `svara demo` (or to the mock, `npm run mock`).
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const api = process.env.SVARA_API ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [svelte()],
  build: {
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": api, "/demo": api, "/phone": api } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
