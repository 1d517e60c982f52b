/** Which control shows which field: by the hint's widget, else by the shape of the schema. */
import type { ComponentType } from 'react'
import { CodeControl } from './code-control'
import { CredentialControl } from './credential-control'
import type { ControlProps } from './form'
import { JsonControl } from './json-control'
import { ListControl } from './list-control'
import { MapControl } from './map-control'
import { ModelControl } from './model-control'
import { ObjectControl, ObjectsControl, UnionControl } from './nested-controls'
import { BodyControl, ParametersControl, SpecificationControl } from './openapi-controls'
import {
  BooleanControl,
  ChoiceControl,
  NumberControl,
  TextAreaControl,
  TextControl,
} from './scalar-controls'
import type { Field } from './schema'
import { SchemaControl } from './schema-control'
import { SecretControl } from './secret-control'

type Entry = {
  Control: ComponentType<ControlProps>
  /** Problems below the field's pointer are its own: its parts have no fields to show them at. */
  ownsParts: boolean
}

const entry = (Control: ComponentType<ControlProps>, ownsParts = true): Entry => ({
  Control,
  ownsParts,
})

const BY_SHAPE: Readonly<Record<Field['shape']['kind'], Entry>> = {
  text: entry(TextControl),
  number: entry(NumberControl),
  boolean: entry(BooleanControl),
  choice: entry(ChoiceControl),
  list: entry(ListControl),
  objects: entry(ObjectsControl, false),
  object: entry(ObjectControl, false),
  map: entry(MapControl, false),
  union: entry(UnionControl, false),
  json: entry(JsonControl),
}

/** Widgets that the shape alone does not give. */
const BY_WIDGET: Readonly<Record<string, Entry>> = {
  textarea: entry(TextAreaControl),
  code: entry(CodeControl),
  json: entry(JsonControl),
  schema: entry(SchemaControl),
  credential: entry(CredentialControl),
  duration: entry(NumberControl),
  openapi: entry(SpecificationControl),
  openapi_parameters: entry(ParametersControl, false),
  openapi_body: entry(BodyControl, false),
}

/** Lists of the server's that a field of text offers; of others it is a plain field. */
const BY_OFFERS: Readonly<Record<string, Entry>> = { models: entry(ModelControl) }

/** The shape wins over a widget that can't show it, so that a new node type never breaks the form. */
export function controlOf(field: Field): Entry {
  const { widget, multiline, options_from: offers } = field.hint
  if (field.shape.kind === 'text' && field.schema.writeOnly === true) return entry(SecretControl)
  if (field.shape.kind === 'text' && (multiline || widget === 'textarea'))
    return entry(TextAreaControl)
  if (field.shape.kind === 'text' && offers && BY_OFFERS[offers]) return BY_OFFERS[offers]
  return (widget && BY_WIDGET[widget]) || BY_SHAPE[field.shape.kind]
}
