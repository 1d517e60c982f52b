/** What the rest of the app may use of templates. */

export type { TemplatesSearch } from './found'
export { templatesQuery } from './templates-queries'
