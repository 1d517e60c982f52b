import { t } from '@/shared/i18n/texts'
import { FieldRow } from './field-row'
import { fieldsOf, groupFields, withField } from './fields'
import type { FieldsProps, Form } from './form'
import { join } from './pointers'

/** With the scope of the field, where it has one of its own. */
function formOf(form: Form, pointer: string, field: string): Form {
  const scope = pointer === '' ? form.scopes?.get(field) : undefined
  return scope ? { ...form, scope } : form
}

/** The fields of an object, in groups; the rarely needed ones are folded away. */
export function FieldList({ form, schema, pointer, value, onValue }: FieldsProps) {
  const { groups, advanced } = groupFields(fieldsOf(schema, form.root), value)
  const row = (field: (typeof advanced)[number]) => (
    <FieldRow
      key={field.name}
      form={formOf(form, pointer, field.name)}
      field={field}
      siblings={value}
      pointer={join(pointer, field.name)}
      value={value[field.name]}
      onValue={(next, at) => onValue(withField(value, field, next), at)}
      onFields={(fields) => onValue({ ...value, ...fields }, join(pointer, field.name))}
    />
  )
  const hasFault = advanced.some((field) => form.faults.has(join(pointer, field.name)))
  return (
    <div className="flex flex-col gap-4">
      {groups.map((group) =>
        group.name ? (
          <section key={group.name} className="flex flex-col gap-3 border-line border-t pt-3">
            <h3 className="font-semibold text-ink text-xs">{group.name}</h3>
            {group.fields.map(row)}
          </section>
        ) : (
          group.fields.map(row)
        ),
      )}
      {advanced.length > 0 && (
        <details open={hasFault} className="group rounded-control border border-line">
          <summary className="flex h-8 items-center px-3 font-medium text-ink-2 text-sm">
            {t('Advanced')}
          </summary>
          <div className="flex flex-col gap-4 border-line border-t p-3">{advanced.map(row)}</div>
        </details>
      )}
    </div>
  )
}
