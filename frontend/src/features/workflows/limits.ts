/** A workflow's limits as text fields, and back. An empty field is no limit. Pure. */
import type { WorkflowSettingsRead, WorkflowSettingsWrite } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'

export type LimitName =
  | 'max_concurrent_runs'
  | 'rate_runs'
  | 'rate_per_s'
  | 'run_timeout_s'
  | 'retention_days'

export type LimitTexts = Readonly<Record<LimitName, string>> & { priority: string }

const WHOLE: ReadonlySet<LimitName> = new Set([
  'max_concurrent_runs',
  'rate_runs',
  'retention_days',
])

export const NORMAL_PRIORITY = 3

const text = (value: number | null | undefined) => (value == null ? '' : String(value))

export const limitTexts = (settings: WorkflowSettingsRead): LimitTexts => ({
  max_concurrent_runs: text(settings.max_concurrent_runs),
  rate_runs: text(settings.rate?.runs),
  rate_per_s: text(settings.rate?.per_s),
  run_timeout_s: text(settings.run_timeout_s),
  retention_days: text(settings.retention_days),
  priority: String(settings.priority),
})

type ReadLimits = {
  value: WorkflowSettingsWrite | null
  errors: Partial<Record<LimitName, string>>
}

const NAMES: readonly LimitName[] = [
  'max_concurrent_runs',
  'rate_runs',
  'rate_per_s',
  'run_timeout_s',
  'retention_days',
]

export function readLimits(texts: LimitTexts): ReadLimits {
  const of = (name: LimitName) => readNumber(texts[name], WHOLE.has(name))
  const errors: ReadLimits['errors'] = { ...rateError(of('rate_runs'), of('rate_per_s')) }
  for (const name of NAMES.filter((each) => of(each) === undefined)) {
    errors[name] = WHOLE.has(name)
      ? t('Write a whole number above 0, or nothing.')
      : t('Write a number above 0, or nothing.')
  }
  if (Object.keys(errors).length > 0) return { value: null, errors }
  const [runs, perS] = [of('rate_runs'), of('rate_per_s')]
  return {
    value: {
      max_concurrent_runs: of('max_concurrent_runs') ?? null,
      rate: runs && perS ? { runs, per_s: perS } : null,
      run_timeout_s: of('run_timeout_s') ?? null,
      retention_days: of('retention_days') ?? null,
      priority: Number(texts.priority),
    },
    errors,
  }
}

type Read = ReturnType<typeof readNumber>

function rateError(runs: Read, perS: Read): ReadLimits['errors'] {
  if ((runs === null) === (perS === null)) return {}
  return { [runs === null ? 'rate_runs' : 'rate_per_s']: t('A rate needs both numbers.') }
}

/** Null for nothing, undefined for what is no such number. */
function readNumber(raw: string, whole: boolean): number | null | undefined {
  const trimmed = raw.trim().replace(',', '.')
  if (trimmed === '') return null
  const number = Number(trimmed)
  return number > 0 && (!whole || Number.isInteger(number)) ? number : undefined
}
