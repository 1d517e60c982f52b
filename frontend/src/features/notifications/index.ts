/** What the rest of the app may use of notifications. */
export { LazyBell } from './lazy-bell'
