import type { ReactNode } from 'react'
import { ThemeSwitch } from '../ui/theme-switch'
import { Controls, Fields } from './kit-controls'
import { Floating } from './kit-floating'
import { Facts, States, Values } from './kit-states'

/** All of the kit on one page, to look at and to check with axe. */
export function KitPage() {
  return (
    <main className="h-full overflow-auto bg-canvas">
      <div className="mx-auto max-w-260 space-y-8 p-8">
        <header className="flex items-center justify-between">
          <h1 className="font-semibold text-xl">Kit</h1>
          <ThemeSwitch />
        </header>
        <Group name="Controls">
          <Controls />
        </Group>
        <Group name="Fields">
          <Fields />
        </Group>
        <Group name="What floats">
          <Floating />
        </Group>
        <Group name="Facts">
          <Facts />
        </Group>
        <Group name="Values">
          <Values />
        </Group>
        <Group name="States">
          <States />
        </Group>
      </div>
    </main>
  )
}

type GroupProps = { name: string; children: ReactNode }

function Group({ name, children }: GroupProps) {
  return (
    <section className="rounded-card border border-line bg-surface p-6">
      <h2 className="mb-4 font-semibold text-lg">{name}</h2>
      {children}
    </section>
  )
}
