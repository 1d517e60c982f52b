/** What the rest of the app may use of the runs list. */
export { RunBadges } from './run-badges'
export { type RunFilters, readRunFilters } from './run-filters'
export { runsKey, runsQuery } from './runs-queries'
