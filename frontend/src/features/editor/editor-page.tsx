type EditorPageProps = { workflowId: string }

/** The builder of one workflow. */
export function EditorPage({ workflowId }: EditorPageProps) {
  return <main aria-label="Builder">{workflowId}</main>
}
