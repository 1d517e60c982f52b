import { Workflow } from 'lucide-react'
import { connectionError } from '../api/error'
import { type ShownStatus, STATUS_LOOKS } from '../lib/status'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code-block'
import { EmptyState } from '../ui/empty-state'
import { ErrorState } from '../ui/error-state'
import { BlobCard } from '../ui/json/blob-card'
import { JsonView } from '../ui/json/json-view'
import { Kbd } from '../ui/kbd'
import { LoadingRows } from '../ui/skeleton'
import { StatusBadge, StatusIcon } from '../ui/status'
import { Table, Td, Th, Tr } from '../ui/table'

const STATUSES = Object.keys(STATUS_LOOKS) as ShownStatus[]

const ORDERS = Array.from({ length: 250 }, (_, id) => ({ id, sku: `rope-${id}`, price: id * 3 }))

const BLOB = {
  $blob: '0'.repeat(64),
  size: 201_500,
  media_type: 'application/json',
  preview: '[{"id":0',
}

export function Facts() {
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-4">
        {STATUSES.map((status) => (
          <StatusBadge key={status} status={status} />
        ))}
      </div>
      <div className="flex items-center gap-4">
        {STATUSES.map((status) => (
          <StatusIcon key={status} status={status} />
        ))}
        <Badge>v12</Badge>
        <Badge>draft</Badge>
        <Kbd keys="Mod+Shift+Z" />
      </div>
      <Table aria-label="Example">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Status</Th>
          </tr>
        </thead>
        <tbody>
          <Tr>
            <Td>Order triage</Td>
            <Td>
              <StatusBadge status="succeeded" />
            </Td>
          </Tr>
          <Tr>
            <Td>Nightly import</Td>
            <Td>
              <StatusBadge status="failed" />
            </Td>
          </Tr>
        </tbody>
      </Table>
    </div>
  )
}

export function Values() {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <JsonView
        label="value"
        root="steps.fetch.output"
        value={{ status: 200, ok: true, none: null, body: { orders: ORDERS } }}
        className="h-64"
      />
      <JsonView label="orders" value={ORDERS} className="h-64" />
      <CodeBlock label="code" code={'{{ steps.fetch.output.body.total }}'} />
      <BlobCard label="output" blob={BLOB} />
    </div>
  )
}

export function States() {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <LoadingRows rows={4} label="Loading" />
      <EmptyState icon={Workflow} title="Draw your first workflow." action={<Button>New</Button>} />
      <ErrorState error={connectionError()} onRetry={() => {}} />
    </div>
  )
}
