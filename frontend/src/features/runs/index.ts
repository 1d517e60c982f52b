/** What the rest of the app may use of the runs list. */
export { RunBadges, StartedBy } from './run-badges'
export { type RunFilters, readRunFilters } from './run-filters'
export { RunsFrame } from './runs-frame'
export { runsKey, runsQuery } from './runs-queries'
