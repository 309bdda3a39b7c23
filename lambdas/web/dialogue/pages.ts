import type { Pages } from '../handler.ts';
import { callback } from '../oauth/callback.ts';
import { connectStep, continueStep } from '../oauth/start.ts';
import { addDomain } from './add-domain.ts';
import { cancelBackfill } from './cancel-backfill.ts';
import { connectedStep } from './connected.ts';
import { countsStep, countStep } from './count.ts';
import type { DialogueDeps } from './deps.ts';
import { paths } from './frame.ts';
import { openDialogue } from './open.ts';
import { sendTestTicket } from './send-test-ticket.ts';
import { settleErasure } from './settle-erasure.ts';
import { changeSidebarKey } from './sidebar-key.ts';
import { formStep } from './show-form.ts';
import { submit } from './submit.ts';
import { asPage } from './visit.ts';

/** All steps of the account dialogue, and the consent at Trustpilot. */
export const dialoguePages = (deps: DialogueDeps): Pages => ({
  [`POST ${paths.open}`]: asPage(deps, openDialogue(deps)),
  [`POST ${paths.connect}`]: asPage(deps, connectStep(deps)),
  [`POST ${paths.connectContinue}`]: asPage(deps, continueStep(deps)),
  [`GET ${paths.callback}`]: asPage(deps, callback(deps)),
  [`POST ${paths.connected}`]: asPage(deps, connectedStep(deps)),
  [`POST ${paths.form}`]: asPage(deps, formStep(deps)),
  [`POST ${paths.addDomain}`]: asPage(deps, addDomain(deps)),
  [`POST ${paths.count}`]: asPage(deps, countStep(deps)),
  [`POST ${paths.counts}`]: asPage(deps, countsStep(deps)),
  [`POST ${paths.cancelBackfill}`]: asPage(deps, cancelBackfill(deps)),
  [`POST ${paths.testTicket}`]: asPage(deps, sendTestTicket(deps)),
  [`POST ${paths.erasure}`]: asPage(deps, settleErasure(deps)),
  [`POST ${paths.sidebarKey}`]: asPage(deps, changeSidebarKey(deps)),
  [`POST ${paths.submit}`]: asPage(deps, submit(deps)),
});
