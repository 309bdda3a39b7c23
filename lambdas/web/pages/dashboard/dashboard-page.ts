import { html, type Html } from '../../html/html.ts';
import type { Page } from '../../handler.ts';
import { productVersion } from '../product-version.ts';
import { publicPage } from '../public-page.ts';
import { unreadable, type DeploymentHealth } from './deployment-health.ts';
import { toHealthPoints, type HealthPoint } from './verdicts.ts';

export interface DashboardDeps {
  publicUrl: string;
  deploymentHealth: DeploymentHealth;
  nowMs: () => number;
}

const nothingReadable = {
  lastRunAtMs: unreadable,
  lastSuccessAtMs: unreadable,
  waiting: unreadable,
  parked: unreadable,
} as const;

/** How the deployment as a whole is doing, for anybody. What concerns an account stands in its dialogue. */
export const dashboardPage =
  ({ publicUrl, deploymentHealth, nowMs }: DashboardDeps): Page =>
  async () => {
    const readings = await deploymentHealth.read().catch(() => nothingReadable);
    const now = nowMs();
    const points = toHealthPoints(readings, productVersion, now);
    return publicPage({
      title: 'Deployment health',
      publicUrl,
      body: html`<main class="wide plain">
        <h1>Deployment health</h1>
        <p class="lead">${summary(points)}</p>
        <div class="card sheet">${table(points)}</div>
        <p class="soft">
          Read at ${time(now)}. How a single account is doing stands in Zendesk: Channel integrations, the
          account, Edit.
        </p>
      </main>`,
    });
  };

function summary(points: readonly HealthPoint[]): string {
  if (points.some(({ verdict }) => verdict === 'attention')) return 'Something needs a person to look at it.';
  if (points.some(({ verdict }) => verdict === 'unknown')) {
    return 'The service answers, but not everything can be read right now.';
  }
  return 'Everything works.';
}

const table = (points: readonly HealthPoint[]): Html =>
  html`<table class="points">
    <thead>
      <tr>
        <th scope="col">Point</th>
        <th scope="col">Verdict</th>
      </tr>
    </thead>
    <tbody>
      ${points.map(
        ({ name, verdict, says, detail, command }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>
              <div class="finding">
                <span class="verdict ${verdict}">${says}</span
                ><span class="soft">${detail} ${command !== undefined && html`<code>${command}</code>`}</span>
              </div>
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;

function time(ms: number): Html {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
