/** What other features read of dead letters. */
export {
  letterQuery,
  lettersKey,
  lettersQuery,
  retryMessages,
} from './dead-letters-queries'
export { DiscardLetters } from './discard-letters'
export { LetterActions } from './letter-row'
