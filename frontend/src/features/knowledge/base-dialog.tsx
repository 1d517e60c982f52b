import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ChosenModel, ModelAndCredential } from '@/features/models'
import type { ChunkRule, KnowledgeBaseRead } from '@/shared/api/types'
import { labelled, t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { basesKey, changeBase, createBase } from './knowledge-queries'
import { RuleFields } from './rule-fields'

/** What finds entities and relations: nothing, names without a model, or a chat model. */
const FINDERS = [
  { value: 'none', label: 'Not at all' },
  { value: 'names', label: 'Names in one sentence' },
  { value: 'model', label: 'A chat model' },
] as const

type Finder = (typeof FINDERS)[number]['value']

const NAMES = 'local/names'

type Entities = ChosenModel & { finder: Finder }

const entitiesOf = (base: KnowledgeBaseRead | undefined): Entities => {
  const model = base?.entity_model ?? null
  const finder = model === null ? 'none' : model === NAMES ? 'names' : 'model'
  return {
    finder,
    model: finder === 'model' ? (model ?? '') : '',
    credential: base?.entity_credential ?? null,
  }
}

const wantedOf = ({ finder, model, credential }: Entities) => ({
  entity_model: finder === 'none' ? null : finder === 'names' ? NAMES : model.trim() || null,
  entity_credential: finder === 'model' && model.trim() ? credential : null,
})

const BUNDLED: ChosenModel = { model: 'local/all-minilm-l6-v2', credential: null }

const FIRST_RULE: ChunkRule = { strategy: 'paragraphs', size: 900, overlap: 120 }

type BaseDialogProps = {
  /** The one to change; none: a new one. */
  base?: KnowledgeBaseRead
  onClose: () => void
  onMade?: (base: KnowledgeBaseRead) => void
}

/** Name, and how documents are cut; a new one also takes its model, which stays. */
export function BaseDialog({ base, onClose, onMade }: BaseDialogProps) {
  const { busy, error, onSubmit, ...form } = useBaseForm(base, onClose, onMade)
  return (
    <FormDialog
      title={base ? t('Change “{name}”', { name: base.name }) : t('New knowledge base')}
      action={base ? t('Save') : t('Create')}
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <Field label={t('Name')} required error={form.nameError}>
        {(wiring) => (
          <Input
            {...wiring}
            autoFocus
            maxLength={200}
            value={form.name}
            onChange={(event) => form.setName(event.target.value)}
          />
        )}
      </Field>
      {!base && (
        <ModelAndCredential
          kind="embed"
          label={t('Embedding model')}
          hint={t('The bundled one works offline and knows English. It can’t be changed later.')}
          chosen={form.model}
          onChoose={form.setModel}
        />
      )}
      <RuleFields rule={form.rule} onRule={form.setRule} isNew={!base} />
      <EntityFields entities={form.entities} onEntities={form.setEntities} />
    </FormDialog>
  )
}

function useBaseForm(
  base: KnowledgeBaseRead | undefined,
  onClose: () => void,
  onMade?: (base: KnowledgeBaseRead) => void,
) {
  const queryClient = useQueryClient()
  const [name, setName] = useState(base?.name ?? '')
  const [model, setModel] = useState<ChosenModel>(BUNDLED)
  const [rule, setRule] = useState<ChunkRule>(base?.rule ?? FIRST_RULE)
  const [entities, setEntities] = useState(() => entitiesOf(base))
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(onClose)
  const send = async () => {
    const description = base?.description ?? ''
    const given = { name: name.trim(), description, rule, ...wantedOf(entities) }
    const saved = base
      ? await changeBase(base.id, given)
      : await createBase({ ...given, ...model, model: model.model.trim() })
    await queryClient.invalidateQueries({ queryKey: basesKey })
    if (!base) onMade?.(saved)
  }
  const onSubmit = () => {
    setTried(true)
    if (name.trim()) submit(send)
  }
  const nameError = tried && !name.trim() ? t('Give the knowledge base a name.') : undefined
  return {
    ...{ busy, error, onSubmit, nameError, name, setName, rule, setRule },
    ...{ model, setModel, entities, setEntities },
  }
}

type EntityFieldsProps = { entities: Entities; onEntities: (entities: Entities) => void }

function EntityFields({ entities, onEntities }: EntityFieldsProps) {
  return (
    <>
      <Field
        label={t('Find entities and relations')}
        hint={t('Searches can follow them, from what a question names to what is tied to it.')}
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={entities.finder}
            onValue={(finder) => onEntities({ ...entities, finder })}
            options={labelled(FINDERS)}
          />
        )}
      </Field>
      {entities.finder === 'model' && (
        <ModelAndCredential
          kind="chat"
          label={t('Chat model')}
          required
          placeholder="openai/gpt-5-mini"
          chosen={entities}
          onChoose={(chosen) => onEntities({ ...entities, ...chosen })}
        />
      )}
    </>
  )
}
