/** What could not be read in time; the page says so and shows the rest. */
export const unreadable = 'unreadable';
type Reading<Value> = Value | typeof unreadable;

/** The state of the deployment as a whole: no account, no name, no id. */
export interface HealthReadings {
  /** When the schedule last took up any domain; `none` while no domain is connected or read. Times in ms. */
  lastRunAtMs: Reading<number | 'none'>;
  /** When any domain was last read from Trustpilot with success. */
  lastSuccessAtMs: Reading<number | 'none'>;
  /** Messages between poll and worker. */
  waiting: Reading<number>;
  /** Messages set aside for a person to look at. */
  parked: Reading<number>;
}

export interface DeploymentHealth {
  /** Never fails: each part that cannot be read is `unreadable`. */
  read(): Promise<HealthReadings>;
}
