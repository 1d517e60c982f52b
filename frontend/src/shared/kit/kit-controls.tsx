import { Play, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Checkbox, Switch } from '../ui/checkbox'
import { CopyButton } from '../ui/copy-button'
import { Field } from '../ui/field'
import { IconButton } from '../ui/icon-button'
import { Input, Textarea } from '../ui/input'
import { SearchInput } from '../ui/search-input'
import { Segmented } from '../ui/segmented'
import { Select } from '../ui/select'
import { Tabs } from '../ui/tabs'

const VARIANTS = ['primary', 'secondary', 'ghost', 'danger'] as const
const FRUITS = [
  { value: 'apple', label: 'Apple' },
  { value: 'pear', label: 'Pear' },
  { value: 'quince', label: 'Quince, out of season', disabled: true },
]

export function Controls() {
  const [side, setSide] = useState('left')
  return (
    <div className="space-y-4">
      {VARIANTS.map((variant) => (
        <div key={variant} className="flex flex-wrap items-center gap-3">
          <span className="w-24 text-ink-3">{variant}</span>
          <Button variant={variant}>
            <Play aria-hidden />
            Run
          </Button>
          <Button variant={variant} size="sm">
            Small
          </Button>
          <Button variant={variant} disabled>
            Disabled
          </Button>
          <Button variant={variant} loading>
            Loading
          </Button>
          <IconButton variant={variant} icon={Plus} label={`Add, ${variant}`} keys="A" />
        </div>
      ))}
      <div className="flex items-center gap-3">
        <IconButton icon={Trash2} label="Delete" keys="Delete" disabled />
        <CopyButton value="copied" />
        <Segmented
          label="Side"
          value={side}
          onValue={setSide}
          options={[
            { value: 'left', label: 'Left' },
            { value: 'right', label: 'Right' },
          ]}
        />
        <Checkbox aria-label="Off" />
        <Checkbox aria-label="On" defaultChecked />
        <Checkbox aria-label="Disabled" disabled defaultChecked />
        <Switch aria-label="Switch, off" />
        <Switch aria-label="Switch, on" defaultChecked />
      </div>
      <KitTabs />
    </div>
  )
}

function KitTabs() {
  const [tab, setTab] = useState('input')
  return (
    <Tabs
      label="Example tabs"
      value={tab}
      onValue={setTab}
      tabs={[
        { value: 'input', label: 'Input', content: <p className="p-3">What it was given.</p> },
        { value: 'output', label: 'Output', content: <p className="p-3">What it gave.</p> },
      ]}
    />
  )
}

export function Fields() {
  const [search, setSearch] = useState('orders')
  const [fruit, setFruit] = useState<string>()
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Plain" hint="A hint says what fits.">
        {(wiring) => <Input {...wiring} placeholder="Placeholder" />}
      </Field>
      <Field label="Required" required error="Write a name.">
        {(wiring) => <Input {...wiring} />}
      </Field>
      <Field label="Disabled">{(wiring) => <Input {...wiring} disabled value="Fixed" />}</Field>
      <Field label="Long text">
        {(wiring) => <Textarea {...wiring} defaultValue="Two\nlines" />}
      </Field>
      <Field label="Choice">
        {(wiring) => <Select {...wiring} value={fruit} onValue={setFruit} options={FRUITS} />}
      </Field>
      <Field label="Choice with an error" error="Choose one that is in season.">
        {(wiring) => <Select {...wiring} value="quince" onValue={setFruit} options={FRUITS} />}
      </Field>
      <SearchInput label="Search" value={search} onValue={setSearch} />
    </div>
  )
}
