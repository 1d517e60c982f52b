/** Deutsch. Wer einen englischen Text ändert oder hinzufügt, tut es hier auch: der Typ verlangt es. */
import { agents } from './agents'
import { asking } from './asking'
import { audit } from './audit'
import { builder } from './builder'
import { chat } from './chat'
import { copilot } from './copilot'
import { evaluations } from './evaluations'
import { models } from './models'
import { notifications } from './notifications'
import { run } from './run'
import { runs } from './runs'
import { settings } from './settings'
import { sharing } from './sharing'
import { sources } from './sources'
import { start } from './start'
import { steps } from './steps'
import { workflows } from './workflows'

export const german = {
  ...start,
  ...runs,
  ...run,
  ...asking,
  ...workflows,
  ...settings,
  ...builder,
  ...steps,
  ...audit,
  ...sources,
  ...models,
  ...agents,
  ...notifications,
  ...sharing,
  ...chat,
  ...copilot,
  ...evaluations,
} as const
