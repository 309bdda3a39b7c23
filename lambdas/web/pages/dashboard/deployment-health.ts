/** What could not be read in time; the page says so and shows the rest. */
export const unreadable = 'unreadable';
type Reading<Value> = Value | typeof unreadable;

/** The state of the deployment as a whole: no account, no name, no id. */
export interface HealthReadings {
  /** The newest successful read of any domain on Trustpilot; `none` while no domain has been read. Times in ms. */
  lastRunAtMs: Reading<number | 'none'>;
  /** Messages between poll and worker. */
  waiting: Reading<number>;
  /** Messages set aside for a person to look at. */
  parked: Reading<number>;
}

export interface DeploymentHealth {
  /** Never fails: each part that cannot be read is `unreadable`. */
  read(): Promise<HealthReadings>;
}
