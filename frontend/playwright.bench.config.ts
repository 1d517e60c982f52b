/** Figures of the web app in headless Chromium: `make bench-web`. */
import { defineConfig } from '@playwright/test'
import config from './playwright.config'

export default defineConfig({
  ...config,
  testDir: 'e2e/bench',
  testIgnore: [],
  timeout: 300_000,
  retries: 0,
  // Movement is part of what is measured.
  use: { ...config.use, contextOptions: {}, screenshot: 'off', actionTimeout: 60_000 },
})
