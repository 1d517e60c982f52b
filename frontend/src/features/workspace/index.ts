/** From one workspace to another. */
export { WorkspaceSwitcher } from './workspace-switcher'
