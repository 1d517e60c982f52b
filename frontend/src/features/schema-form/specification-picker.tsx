/** Reads the description of an API, from a URL or as text, and offers its operations. */

import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Input, Textarea } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { Segmented } from '@/shared/ui/segmented'
import { initialObject } from './fields'
import type { ControlProps } from './form'
import { bodyOf, operationOf, parametersSchema } from './openapi-forms'
import { readOperation, readOperations, type Source } from './openapi-queries'
import { OperationList } from './operation-list'
import { asSchema, type Schema } from './schema'

export function SpecificationPicker(props: ControlProps) {
  const specification = asSchema(props.value)
  const chosen = operationOf(specification, props.siblings.operation)
  const [isReading, setReading] = useState(false)
  if (chosen && !isReading) {
    return (
      <div className="flex items-center gap-2 rounded-control border border-line bg-surface p-2">
        <div className="min-w-0 flex-1">
          <p className="truncate font-mono text-xs">
            {chosen.method} {chosen.path}
          </p>
          <p className="truncate text-ink-3 text-xs">{titleOf(specification)}</p>
        </div>
        <Button id={props.wiring.id} size="sm" onClick={() => setReading(true)}>
          {t('Import another')}
        </Button>
      </div>
    )
  }
  return <Reading {...props} onChosen={() => setReading(false)} />
}

const titleOf = ({ info }: Schema) =>
  [asSchema(info).title, asSchema(info).version].filter(Boolean).join(' ')

type ReadingProps = ControlProps & { onChosen: () => void }

function Reading({ onFields, onChosen, wiring }: ReadingProps) {
  const [source, setSource] = useState<Source>({ url: '' })
  const read = useMutation({ mutationFn: readOperations })
  const choose = useMutation({
    mutationFn: readOperation,
    onSuccess: ({ operation, specification }) => {
      const fields = { operation, specification: specification as JsonValue }
      const parameters = initialObject(parametersSchema(fields) ?? {}, specification)
      const schema = bodyOf(fields)?.schema
      const body = schema ? initialObject(schema, specification) : null
      onFields({ ...fields, server: null, parameters, body })
      onChosen()
    },
    onError: () => read.reset(),
  })
  const given = 'url' in source ? source.url : source.text
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        label={t('Where the specification is')}
        value={'url' in source ? 'url' : 'text'}
        onValue={(kind) => setSource(kind === 'url' ? { url: '' } : { text: '' })}
        options={[
          { value: 'url', label: t('At a URL') },
          { value: 'text', label: t('Text or file') },
        ]}
        className="self-start"
      />
      <SourceFields source={source} onSource={setSource} id={wiring.id} />
      {(read.error ?? choose.error) && <Refusal error={read.error ?? choose.error} />}
      <Button
        size="sm"
        className="self-start"
        disabled={!given.trim()}
        loading={read.isPending || choose.isPending}
        onClick={() => {
          choose.reset()
          read.mutate(source)
        }}
      >
        {t('Choose an operation')}
      </Button>
      {read.data && !choose.isPending && (
        <OperationList
          operations={read.data.operations}
          onClose={read.reset}
          onChoose={(operation) => choose.mutate({ ...source, operation })}
        />
      )}
    </div>
  )
}

type SourceFieldsProps = {
  source: Source
  onSource: (source: Source) => void
  id: string | undefined
}

function SourceFields({ source, onSource, id }: SourceFieldsProps) {
  if ('url' in source) {
    return (
      <Input
        id={id}
        type="url"
        aria-label={t('URL of the specification')}
        placeholder="https://api.example.com/openapi.json"
        value={source.url}
        onChange={(event) => onSource({ url: event.target.value })}
      />
    )
  }
  const take = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0]
    if (file) onSource({ text: await file.text() })
  }
  return (
    <>
      <Textarea
        id={id}
        rows={6}
        aria-label={t('Text of the specification')}
        placeholder="openapi: 3.1.0"
        spellCheck={false}
        className="font-mono text-xs"
        value={source.text}
        onChange={(event) => onSource({ text: event.target.value })}
      />
      <input
        type="file"
        aria-label={t('File with the specification')}
        accept=".json,.yaml,.yml,application/json"
        className="text-xs file:mr-3 file:cursor-pointer file:rounded-control file:border file:border-line-strong file:bg-raised file:px-2.5 file:py-1 file:font-medium file:text-ink hover:file:bg-sunken"
        onChange={take}
      />
    </>
  )
}
