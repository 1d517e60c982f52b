/** What other features read of dead letters. */
export {
  discardLetters,
  letterQuery,
  lettersKey,
  lettersQuery,
  retryMessages,
} from './dead-letters-queries'
export { LetterActions } from './letter-row'
