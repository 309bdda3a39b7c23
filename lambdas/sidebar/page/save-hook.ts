import type { Card } from '../contract.ts';
import { stopText } from './hint-texts.ts';
import type { Replacing } from './replacing.ts';
import type { Texts } from './texts/texts.ts';
import { hintsFor, stopOf } from './writing.ts';
import type { ZafClient } from './zaf.ts';

interface SaveHookOptions {
  client: ZafClient;
  texts: Texts;
  /** Undefined as long as nothing is known of the review: then nothing is stopped. */
  cardNow: () => Card | undefined;
  replacing: Replacing;
  /** Undefined where none is being written. */
  readReply: () => Promise<string | undefined>;
  onStop: () => void;
}

/** Zendesk waits for the answer; it comes from this machine, or the submit goes on. Channelback checks again. */
const patienceMs = 1_000;

/** Stops a submit whose public reply could not be published, or would replace a colleague's unseen. */
export function guardSubmit({ client, texts, cardNow, replacing, readReply, onStop }: SaveHookOptions): void {
  client.on('ticket.save', async () => {
    const card = cardNow();
    if (card === undefined) return;
    const text = await orNothing(readReply());
    if (text === undefined) return;
    const stop = stopOf(replacing.open(hintsFor(text, card), card));
    if (stop === undefined) return;
    // Who submits again has seen it.
    if (stop.kind === 'replaces') replacing.agree(card, true);
    onStop();
    // Only a rejection stops: a promise that resolves with a text lets the submit through (Apps framework, 4.4).
    throw new Error(stopText(stop, texts));
  });
}

const orNothing = async <Value>(value: Promise<Value>): Promise<Value | undefined> =>
  Promise.race([
    value.catch(() => undefined),
    new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patienceMs)),
  ]);
