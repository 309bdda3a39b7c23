import type { Settings } from '../settings.ts';
import type { State } from './state-table.ts';
import type { TrustpilotSecrets } from './trustpilot-secrets.ts';

/** What every step of the flow may need of its neighbours. */
export interface StepProps {
  settings: Settings;
  state: State;
}

/** A step that speaks to Trustpilot as well. */
export interface TrustpilotStepProps extends StepProps {
  secrets: TrustpilotSecrets;
}

/** How functions find what they may use. The grants stand beside it, in each step. */
export const stateEnvironment = ({ state }: StepProps) => ({ TABLE_NAME: state.tableName });

export const trustpilotEnvironment = (props: TrustpilotStepProps) => ({
  ...stateEnvironment(props),
  TRUSTPILOT_SECRET_ID: props.secrets.keyId,
  CONNECTION_SECRET_PREFIX: props.secrets.connectionPrefix,
  TRUSTPILOT_YEARLY_CALLS: String(props.settings.trustpilotYearlyCalls),
  TRUSTPILOT_ALLOWANCE_STARTS: props.settings.allowanceStartsOn,
});
