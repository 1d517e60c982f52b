/** A text of the server in the reader's language, in a page. */
import { useSaid } from './language'

export function Said({ children }: { children: string }) {
  return useSaid()(children)
}
