/** The fields of a step that calls an operation of an API, as its OpenAPI description says. */

import { lazy, Suspense } from 'react'
import { t } from '@/shared/i18n/texts'
import { Skeleton } from '@/shared/ui/skeleton'
import type { FormValue } from './fields'
import type { ControlProps } from './form'
import { JsonControl } from './json-control'
import { MapControl } from './map-control'
import { bodyOf, parametersSchema } from './openapi-forms'
import { asSchema, type Schema } from './schema'

/** Fetched when such a step is opened. */
const Picker = lazy(async () => ({
  default: (await import('./specification-picker')).SpecificationPicker,
}))

export function SpecificationControl(props: ControlProps) {
  return (
    <Suspense fallback={<Skeleton className="h-16" />}>
      <Picker {...props} />
    </Suspense>
  )
}

export function ParametersControl(props: ControlProps) {
  const schema = parametersSchema(props.siblings)
  if (!schema) return <MapControl {...props} />
  if (Object.keys(asSchema(schema.properties)).length === 0) {
    return <p className="text-ink-3 text-xs">{t('This operation takes no parameters.')}</p>
  }
  return <Described {...props} schema={schema} />
}

export function BodyControl(props: ControlProps) {
  const { siblings, value } = props
  const body = bodyOf(siblings)
  if (!body && value === null && parametersSchema(siblings)) {
    return <p className="text-ink-3 text-xs">{t('This operation takes no body.')}</p>
  }
  const isObject = typeof value === 'object' && !Array.isArray(value)
  return body?.schema && isObject ? (
    <Described {...props} schema={body.schema} />
  ) : (
    <JsonControl {...props} />
  )
}

/** Fields of a schema that stands in the specification, where its references lead. */
function Described({
  form,
  siblings,
  schema,
  pointer,
  value,
  onValue,
}: ControlProps & { schema: Schema }) {
  return (
    <div className="border-line border-l-2 pl-3">
      <form.Fields
        form={{ ...form, root: asSchema(siblings.specification) }}
        schema={schema}
        pointer={pointer}
        value={(value ?? {}) as FormValue}
        onValue={onValue}
      />
    </div>
  )
}
