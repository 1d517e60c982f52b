/** The form of a node's policy, in the same words as configs have. Defaults and bounds are the server's. */

import type { Schema } from '@/features/schema-form'
import { t } from '@/shared/i18n/texts'

/** Of a language that has a word of its own for a value; values are English. */
const labelsOf = (words: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(words).filter(([value, word]) => value !== word))

const onError = () => ({
  type: 'string',
  title: t('When attempts are spent'),
  enum: ['fail', 'port', 'continue', 'hold'],
  'x-labels': labelsOf({
    fail: t('fail|choice'),
    port: t('port|choice'),
    continue: t('continue|choice'),
    hold: t('hold|choice'),
  }),
  default: 'fail',
  description: t(
    'fail: the run fails. port: the path behind the error port is taken. continue: the run goes on with a given output. hold: the step waits for a person, who retries it, skips it or fails it.',
  ),
  'x-ui': { order: 3 },
})

const onErrorOutput = () => ({
  title: t('Go on with'),
  description: t('The output of the step when it failed.'),
  default: null,
  'x-ui': { order: 4, widget: 'json', show_if: { on_error: 'continue' } },
})

/** For steps that run as activities. */
export const policySchema = (): Schema => ({
  type: 'object',
  properties: {
    timeout_s: {
      type: 'number',
      title: t('Time limit of one attempt'),
      default: 60,
      minimum: 0.1,
      'x-ui': { order: 1, widget: 'duration', unit: 's' },
    },
    retry: {
      type: 'object',
      title: t('Retry'),
      'x-ui': { order: 2 },
      properties: {
        max_attempts: {
          type: 'integer',
          title: t('Attempts at most'),
          default: 5,
          minimum: 1,
          description: t('1: never try again.'),
        },
        initial_interval_s: {
          type: 'number',
          title: t('Wait before the first retry'),
          default: 1,
          'x-ui': { widget: 'duration', unit: 's' },
        },
        backoff: {
          type: 'number',
          title: t('Then longer each time by'),
          default: 2,
          'x-ui': { unit: '×' },
        },
        max_interval_s: {
          type: 'number',
          title: t('But wait at most'),
          default: 60,
          'x-ui': { widget: 'duration', unit: 's' },
        },
      },
    },
    lane: {
      type: 'string',
      title: t('Lane'),
      enum: ['quick', 'remote'],
      'x-labels': labelsOf({ quick: t('quick|choice'), remote: t('remote|choice') }),
      description: t(
        'quick: beside the workflow, without a round trip, for steps that take less than 10 seconds and may safely be repeated. remote: an activity of its own. Empty: as the node type says.',
      ),
      'x-ui': { order: 5, advanced: true },
    },
    on_error: onError(),
    on_error_output: onErrorOutput(),
  },
})

/** For steps that the workflow itself runs: neither time limit nor retries. */
export const controlPolicySchema = (): Schema => ({
  type: 'object',
  properties: { on_error: onError(), on_error_output: onErrorOutput() },
})
