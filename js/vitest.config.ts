import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/**/*.test.ts'], globalSetup: ['src/global-setup.ts'], setupFiles: ['src/vitest.ts'] },
});
