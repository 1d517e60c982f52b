/** Deutsch für das, was der Server mitbringt; der englische Text ist der Schlüssel. */
import { choices } from './choices'
import { credentialTypes } from './credential-types'
import { docsAgentToHttp } from './docs-agent-to-http'
import { docsHubspotToYaml } from './docs-hubspot-to-yaml'
import { fieldHelp } from './field-help'
import { fieldTitles } from './field-titles'
import { helpAgentToDocument } from './help-agent-to-document'
import { helpEmailToKnowledge } from './help-email-to-knowledge'
import { helpKnowledgeToYaml } from './help-knowledge-to-yaml'
import { nodeSentences } from './node-sentences'
import { nodeTitles } from './node-titles'
import { triggerHelp } from './trigger-help'
import { triggerTypes } from './trigger-types'
import { variants } from './variants'

export const germanServerWords: Readonly<Record<string, string>> = {
  ...choices,
  ...credentialTypes,
  ...docsAgentToHttp,
  ...docsHubspotToYaml,
  ...triggerHelp,
  ...triggerTypes,
  ...fieldHelp,
  ...helpAgentToDocument,
  ...helpEmailToKnowledge,
  ...helpKnowledgeToYaml,
  ...fieldTitles,
  ...nodeSentences,
  ...nodeTitles,
  ...variants,
}
