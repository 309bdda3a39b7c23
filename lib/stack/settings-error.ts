/** Settings that cannot be deployed. `message` is one sentence for the person who wrote them. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
