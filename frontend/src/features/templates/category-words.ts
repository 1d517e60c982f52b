/** What the categories of the bundled templates are called; others are shown as their files name them. */
import { type PlainText, t } from '@/shared/i18n/texts'

const WORDS: Readonly<Record<string, PlainText>> = {
  Approvals: 'Approvals',
  'Building blocks': 'Building blocks',
  Connections: 'Connections',
  Data: 'Data',
  'Models and agents': 'Models and agents',
  Orders: 'Orders',
  Reliability: 'Reliability',
  Waiting: 'Waiting|category',
}

export function categoryWord(category: string): string {
  const word = WORDS[category]
  return word ? t(word) : category
}
