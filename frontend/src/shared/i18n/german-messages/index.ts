/** Deutsch für das, was der Server in Fehlern, Problemen und Warnungen sagt. */
import { translator } from '../server-messages'
import { activitiesAToS } from './activities-a-to-s'
import { activitiesParts } from './activities-parts'
import { activitiesTToZ } from './activities-t-to-z'
import { apiAToS } from './api-a-to-s'
import { apiParts } from './api-parts'
import { apiTToZ } from './api-t-to-z'
import { expressions } from './expressions'
import { foreign } from './foreign'
import { noriaAToM } from './noria-a-to-m'
import { noriaNToS } from './noria-n-to-s'
import { noriaParts } from './noria-parts'
import { noriaTToZ } from './noria-t-to-z'
import { permissions } from './permissions'
import { store } from './store'
import { things } from './things'
import { values } from './values'
import { worker } from './worker'
import { workflows } from './workflows'

/** Each stands in the server's source, and a test compares them. */
export const germanMessages: Readonly<Record<string, string>> = {
  ...noriaAToM,
  ...noriaNToS,
  ...noriaTToZ,
  ...noriaParts,
  ...store,
  ...activitiesAToS,
  ...activitiesTToZ,
  ...activitiesParts,
  ...workflows,
  ...worker,
  ...apiAToS,
  ...apiTToZ,
  ...apiParts,
  ...things,
}

export const say = translator({
  ...foreign,
  ...permissions,
  ...values,
  ...expressions,
  ...germanMessages,
})
