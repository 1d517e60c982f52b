/** What the rest of the app may use of knowledge bases. */

export { baseQuery, basesQuery } from './knowledge-queries'
