// Svelte's own settings: runes everywhere, so that nothing reacts by surprise.
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
