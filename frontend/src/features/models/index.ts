/** Models as other features need them: to name one. */
export { type ChosenModel, ModelAndCredential, ModelInput } from './model-input'
export { modelsQuery, providerCredentialsQuery } from './models-queries'
export { formatUsd } from './money'
