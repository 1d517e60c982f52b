/** What the rest of the app may use of forms made from JSON Schema. */
export { type FormValue, fieldsOf, initialObject } from './fields'
export type { FieldFault } from './form'
export { exampleOf } from './input-schema'
export { focusField } from './pointers'
export type { Schema } from './schema'
export { SchemaForm } from './schema-form'
