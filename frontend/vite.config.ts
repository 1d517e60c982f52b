/** How the web app is built and served while it is worked on. */
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** What the first page needs. A group takes what its modules import along, so this one comes first. */
const SHELL =
  /node_modules\/(react|react-dom|scheduler|clsx|tailwind-merge|class-variance-authority|openapi-fetch|zustand|use-sync-external-store)\/(?!.*shallow)|@tanstack\/(router-core|react-router|history|store|react-store|query-core|react-query)\/(?!.*(useInfiniteQuery|infiniteQueryObserver|useSuspense|usePrefetch|useQueries|queriesObserver|HydrationBoundary))|@floating-ui|@radix-ui\/(react-(tooltip|popper|slot|primitive|compose-refs|context|presence|portal|dismissable-layer|id|arrow|use-[a-z-]+|visually-hidden)|primitive)\/|lucide-react\/dist\/esm\/(createLucideIcon|Icon|defaultAttributes|shared|context)|src\/shared\/(i18n\/(?!german|rich|said|server-|message-)|api\/(?!passkeys|event-stream|member-socket|node-types|trigger-samples)|lib\/(?!json-|offers|graph-picture|format|theme|act-facts|path-drag|use-submit|use-debounced|use-is-wide|use-now|short-id|shortcuts|typed-ahead|day-span))|src\/shared\/ui\/(button|tooltip|kbd|toaster|spinner|error-state|logo)\b/

/** Menus, lists to choose from, dialogs. */
const CHOOSING =
  /@radix-ui\/react-(select|menu|context-menu|dropdown-menu|popover|dialog|alert-dialog|checkbox|switch|collection|roving-focus|focus-scope|focus-guards|tabs|direction)|react-remove-scroll|aria-hidden|use-sidecar|react-style-singleton|cmdk|src\/shared\/ui\/(menu|select|dialog|confirm-dialog|popover|checkbox|tabs|command|segmented|json-input|table|search-input|load-more)\b/

const api = process.env.NORIA_API_URL ?? 'http://127.0.0.1:8400'

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      generatedRouteTree: './src/route-tree.gen.ts',
      quoteStyle: 'single',
    }),
    react(),
    tailwindcss(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // The strict CSP forbids data: scripts and fonts, and the polyfill is for browsers we don't support.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What most pages share comes in one file, not in forty of a kilobyte.
          // What only some of them need, or none at first, stays out of it: the shell is what everybody waits for.
          groups: [
            { name: 'shell', test: SHELL, priority: 5 },
            {
              name: 'icons',
              test: /lucide-react\/dist\/esm\/icons/,
              minShareCount: 2,
              priority: 4,
            },
            { name: 'choosing', test: CHOOSING, minShareCount: 2, priority: 3 },
            {
              name: 'virtual',
              test: /@tanstack\/(virtual-core|react-virtual)|src\/shared\/ui\/json\//,
              priority: 3,
            },
            {
              name: 'markdown',
              test: /node_modules\/(react-markdown|remark-|mdast-|micromark|unist-|hast-|vfile|unified|property-information|bail|trough|decode-named|character-|comma-separated|space-separated|html-url|style-to|inline-style|ccount|longest-streak|markdown-table|zwitch|devlop|is-plain-obj|trim-lines|estree-util|stringify-ent|escape-string|extend|debug|ms\/)|src\/shared\/ui\/markdown/,
              priority: 4,
            },
            { name: 'toasts', test: /node_modules\/sonner/, priority: 3 },
            {
              name: 'parsing',
              test: /@lezer\/|node_modules\/(style-mod|crelt|w3c-keyname)|@codemirror/,
              priority: 4,
            },
            { name: 'shared', test: /src\/shared|node_modules/, minShareCount: 3 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: api, ws: true }, '/health': { target: api } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    // One jsdom for all files of a worker: making one took 70 % of the time.
    isolate: false,
    // Only what hangs takes so long; a machine that is busy takes longer than five seconds at times.
    testTimeout: 30_000,
  },
})
