import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/vitest.ts', 'src/jest.ts', 'src/playwright.ts', 'src/cypress.ts', 'src/global-setup.ts'],
  format: ['esm', 'cjs'],
  // One class of each kind, whichever sub-path it comes from.
  splitting: true,
  dts: true,
  clean: true,
  target: 'node20',
});
