import { CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routes } from '../../lambdas/routes.ts';
import { Channelback } from './constructs/channelback.ts';
import { Hooks } from './constructs/hooks.ts';
import { Poll } from './constructs/poll.ts';
import { PublicApi } from './constructs/public-api.ts';
import { Pull } from './constructs/pull.ts';
import { ReviewQueue } from './constructs/review-queue.ts';
import { Sidebar } from './constructs/sidebar.ts';
import { SidebarMaster } from './constructs/sidebar-master.ts';
import { stateTable } from './constructs/state-table.ts';
import { TrustpilotSecrets } from './constructs/trustpilot-secrets.ts';
import { Web } from './constructs/web.ts';
import { Worker, workerTimeout } from './constructs/worker.ts';
import { Watch } from './watch/watch.ts';
import { placeholderSubdomain, toStackName, type Settings } from './settings.ts';

/*
 * schedule ─▶ poll ──▶ reviews ──▶ worker ──▶ state (review tickets + outbox + sync state)
 *               │                               │
 * Trustpilot ◀──┘                               ▼
 *     ▲                            Zendesk ──▶ pull (every ~2 min, drains the outbox)
 *     │                            Zendesk ──▶ hooks (ticket ids, removals; webhooks) ──▶ reviews
 *     ├──── reply ◀── channelback ◀── agent    admin ──▶ web (dialogue, consent, pages)
 *     └──── look, tag ◀── sidebar ◀── agent
 */
export class ReviewTicketsStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    const stackName = toStackName(settings);
    super(scope, stackName, {
      description: 'Trustpilot reviews as Zendesk tickets, replies back on Trustpilot',
    });
    const isTryOut = settings.removalPolicy === 'destroy';

    const state = stateTable(this, 'State', settings);
    const secrets = new TrustpilotSecrets(this, 'Secrets', { isTryOut });
    const master = new SidebarMaster(this, 'SidebarMaster', { isTryOut });
    const reviews = new ReviewQueue(this, 'Reviews', { workerTimeout });
    const api = new PublicApi(this, 'Api', settings);
    const integrationId = settings.integrationId ?? stackName;

    const poll = new Poll(this, 'Poll', { settings, state, secrets, sendsTo: reviews });
    const worker = new Worker(this, 'Worker', { settings, state, secrets, receivesFrom: reviews });
    const pull = new Pull(this, 'Pull', { settings, state });
    const hooks = new Hooks(this, 'Hooks', { settings, state, sendsTo: reviews });
    const channelback = new Channelback(this, 'Channelback', { settings, state, secrets });
    const sidebar = new Sidebar(this, 'Sidebar', { settings, state, secrets, master, publicUrl: api.url });
    const web = new Web(this, 'Web', {
      settings,
      state,
      secrets,
      master,
      counts: reviews,
      publicUrl: api.url,
      integrationId,
    });

    const functions = {
      poll: poll.function,
      worker: worker.function,
      pull: pull.function,
      hooks: hooks.function,
      channelback: channelback.function,
      web: web.function,
      sidebar: sidebar.function,
    };
    api.serve(routes, functions);
    new Watch(this, 'Watch', { settings, api, reviews, functions });

    if (settings.zendeskSubdomains.includes(placeholderSubdomain)) {
      Validations.of(this).addWarning(
        'trustpilot-reviews:placeholder',
        `zendeskSubdomains in cdk.json still names ${placeholderSubdomain}: put your own in before you deploy.`,
      );
    }
    // Where lib/ops/deployment.ts finds everything.
    this.#put({
      PublicUrl: api.url,
      DnsTarget: api.dnsTarget,
      TableName: state.tableName,
      ReviewQueueUrl: reviews.queue.queueUrl,
      ParkedQueueUrl: reviews.parked.queueUrl,
      TrustpilotSecretId: secrets.keyId,
      ScheduleName: poll.schedule.ruleName,
    });
  }

  #put(outputs: Record<string, string | undefined>): void {
    for (const [name, value] of Object.entries(outputs))
      if (value !== undefined) new CfnOutput(this, name, { value });
  }
}
