/** What the rest of the app may use of templates. */

export type { TemplatesSearch } from './templates-page'
export { templatesQuery } from './templates-queries'
