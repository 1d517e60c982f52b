/** Deutsch für das, was der Server mitbringt; der englische Text ist der Schlüssel. */
import { fieldHelp } from './field-help'
import { fieldTitles } from './field-titles'
import { nodeSentences } from './node-sentences'
import { nodeTitles } from './node-titles'
import { triggerTypes } from './trigger-types'

export const germanNodeTypes = { ...fieldHelp, ...fieldTitles, ...nodeSentences, ...nodeTitles }

export const germanServerWords: Readonly<Record<string, string>> = {
  ...triggerTypes,
  ...germanNodeTypes,
}
