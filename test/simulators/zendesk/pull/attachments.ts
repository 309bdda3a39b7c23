import type { Account, Comment, Integration } from '../model.ts';
import type { Simulation } from '../simulation.ts';

/** Zendesk fetches the files of a resource itself, with POST, resolving relative addresses against the manifest's. */
export async function fetchFiles(
  { send, behaviour }: Simulation,
  integration: Integration,
  account: Account,
  comment: Comment,
  fileUrls: string[],
): Promise<void> {
  for (const fileUrl of fileUrls) {
    const url = new URL(fileUrl, integration.manifestBaseUrl).href;
    const sent = await send({
      kind: 'file',
      accountId: account.id,
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: behaviour.filesGetMetadata ? new URLSearchParams({ metadata: account.metadata }).toString() : '',
      timeoutMs: behaviour.pullTimeoutMs,
    });
    comment.attachments.push({
      url,
      status: sent.arrived ? sent.answer.status : undefined,
      contentType: sent.arrived ? sent.answer.headers['content-type'] : undefined,
      bytes: sent.arrived ? Buffer.byteLength(sent.answer.body) : 0,
    });
  }
}
