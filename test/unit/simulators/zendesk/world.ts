import {
  startZendeskSimulator,
  type ZendeskSimulator,
  type ZendeskSimulatorOptions,
} from '../../../simulators/zendesk/index.ts';
import type { Account } from '../../../simulators/zendesk/model.ts';
import { StubService } from './stub-service.ts';

/** Starts a simulator and a stub service, gives them to `work`, and stops both. */
export async function withZendesk(
  work: (zendesk: ZendeskSimulator, service: StubService) => Promise<void>,
  options: ZendeskSimulatorOptions = {},
): Promise<void> {
  const service = await StubService.start();
  const zendesk = await startZendeskSimulator({
    pullIntervalSeconds: 0,
    channelbackRetryDelaysMs: [0],
    ...options,
  });
  try {
    await work(zendesk, service);
  } finally {
    await zendesk.close();
    await service.close();
  }
}

/** The same with the app installed and one account added. */
export async function withAccount(
  work: (zendesk: ZendeskSimulator, service: StubService, account: Account) => Promise<void>,
  options: ZendeskSimulatorOptions = {},
): Promise<void> {
  await withZendesk(async (zendesk, service) => {
    await zendesk.install(service.manifestUrl);
    const account = await zendesk.addAccountDirectly({
      name: 'Acme Sweden',
      metadata: 'the-metadata',
      state: '',
    });
    await work(zendesk, service, account);
  }, options);
}
