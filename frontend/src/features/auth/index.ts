/** Who is signed in. */
export { meQuery } from './auth-queries'
