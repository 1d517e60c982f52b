/** Deutsch. Wer einen englischen Text ändert oder hinzufügt, tut es hier auch: der Typ verlangt es. */
import { asking } from './asking'
import { run } from './run'
import { runs } from './runs'
import { settings } from './settings'
import { start } from './start'
import { workflows } from './workflows'

export const german = { ...start, ...runs, ...run, ...asking, ...workflows, ...settings } as const
