/** Takes the pictures of every page that the docs show: `make screenshots`. */
import { defineConfig } from '@playwright/test'
import config from './playwright.config'

export default defineConfig({
  ...config,
  testDir: 'e2e/screens',
  testIgnore: [],
  // All pages in both themes, one after the other.
  timeout: 900_000,
  retries: 0,
  use: { ...config.use, actionTimeout: 60_000, screenshot: 'off' },
})
