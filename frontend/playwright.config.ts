/**
 * Drives the real thing: the API that serves the built app, with worker, Temporal and PostgreSQL.
 *
 * `NORIA_E2E_URL`, `NORIA_E2E_EMAIL` and `NORIA_E2E_PASSWORD` say where and as whom.
 */
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import chromium from '@sparticuz/chromium'

const SYSTEM_CHROMIUM = '/usr/bin/chromium'

/** The npm package's own browser, so that nothing is downloaded from elsewhere; else the system's. */
async function browser(): Promise<string> {
  try {
    return await chromium.executablePath()
  } catch (error) {
    if (existsSync(SYSTEM_CHROMIUM)) return SYSTEM_CHROMIUM
    throw error
  }
}

export default defineConfig({
  testDir: 'e2e',
  testIgnore: ['screens/**', 'bench/**'],
  outputDir: 'test-results',
  // Pages wait for a machine that others use too: a test that hangs costs more, a slow one nothing.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 1,
  // A second try on a loaded CI machine is reported as flaky, not hidden.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    baseURL: process.env.NORIA_E2E_URL ?? 'http://127.0.0.1:8400',
    viewport: { width: 1440, height: 900 },
    // A trace of each test takes a quarter of the time: ask for one with `--trace on`.
    trace: 'off',
    screenshot: 'only-on-failure',
    // Pictures of movements are drawn by the CPU here, and nobody sees them.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: await browser(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
