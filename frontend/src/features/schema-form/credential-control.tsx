/** Picks a credential by name, of the types that the field takes; makes one in place. */

import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import {
  credentialChoiceQuery,
  type FieldsProps,
  LazyCredentialDialog,
} from '@/features/credentials'
import { usePermission } from '@/shared/api/me'
import type { CredentialRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { Select, type SelectOption } from '@/shared/ui/select'
import type { FormValue } from './fields'
import type { ControlProps, Form } from './form'

/** No credential is called so: names begin with no blank. */
const NONE = ' none'
const CREATE = ' new'

export function CredentialControl({ form, field, pointer, value, onValue, wiring }: ControlProps) {
  const types = (field.hint.credential_type ?? '').split('|').filter(Boolean)
  const query = useQuery(credentialChoiceQuery(types))
  const mayCreate = usePermission('credentials')
  const [creating, setCreating] = useState(false)
  const chosen = typeof value === 'string' && value ? value : null
  const none = field.required ? [] : [{ value: NONE, label: t('None') }]
  const create = mayCreate ? [{ value: CREATE, label: t('New credential…') }] : []
  const choose = (next: string) =>
    next === CREATE ? setCreating(true) : onValue(next === NONE ? undefined : next, pointer)
  return (
    <>
      <Select
        {...selectWiring(wiring)}
        value={chosen ?? none[0]?.value}
        onValue={choose}
        options={[...none, ...choices(query.data, chosen), ...create]}
        placeholder={query.isPending ? t('Loading…') : t('Choose a credential…')}
      />
      {query.isError && (
        <p role="alert" className="text-failed text-xs">
          {t('The credentials could not be loaded:')} <Said>{query.error.message}</Said>
        </p>
      )}
      {creating && (
        <Suspense>
          <LazyCredentialDialog
            fields={(props) => <Fields {...props} form={form} />}
            types={types}
            onClose={() => setCreating(false)}
            onSaved={(credential) => onValue(credential.name, pointer)}
          />
        </Suspense>
      )}
    </>
  )
}

const selectWiring = ({ 'aria-label': label, id, ...rest }: ControlProps['wiring']) => ({
  ...rest,
  ...(id && { id }),
  ...(label && { 'aria-label': label }),
})

/** By name; the chosen one too where it is gone or of another type, and says so. */
function choices(found: readonly CredentialRead[] | undefined, chosen: string | null) {
  const options: SelectOption[] = (found ?? []).map((each) => ({
    value: each.name,
    label: each.may_use ? each.name : t('{name} (private to somebody else)', { name: each.name }),
    disabled: !each.may_use,
  }))
  if (chosen && !options.some((each) => each.value === chosen)) {
    options.unshift({
      value: chosen,
      label: found ? t('{name} (none that fits)', { name: chosen }) : chosen,
    })
  }
  return options
}

/** The form in the dialog has nothing of the one around it: no expressions, no scope. */
function Fields({ form, formId, schema, value, onValue, faults }: FieldsProps & { form: Form }) {
  const inner: Form = {
    Fields: form.Fields,
    inherited: 'never',
    formId,
    root: schema,
    expressions: false,
    scope: undefined,
    scopes: undefined,
    faults,
  }
  return (
    <form.Fields
      form={inner}
      schema={schema}
      pointer=""
      value={{ ...value }}
      onValue={(next) => onValue((next ?? {}) as FormValue)}
    />
  )
}
