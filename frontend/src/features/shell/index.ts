/** What stays while pages change. */
export { AppShell } from './app-shell'
