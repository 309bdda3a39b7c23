import { randomUUID } from 'node:crypto';

/** A dialogue in progress: which account it edits, undefined for a new one. */
export interface OpenDialogue {
  session: string;
  accountId: number | undefined;
  integrationId: number;
  instancePushId: string;
}

/**
 * The admins' browser sessions. `return_url` has no token, so the session alone says which dialogue it ends:
 * the one opened last.
 */
export class Sessions {
  readonly #known = new Set<string>();
  readonly #dialogues: OpenDialogue[] = [];

  start(): string {
    const session = randomUUID();
    this.#known.add(session);
    return session;
  }

  isKnown(session: string): boolean {
    return this.#known.has(session);
  }

  openDialogue(dialogue: OpenDialogue): void {
    this.#dialogues.push(dialogue);
  }

  /** The dialogue opened last in this session, or in any when the browser kept its cookie to itself. */
  latestDialogue(session: string | undefined): OpenDialogue | undefined {
    return this.#dialogues.findLast((dialogue) => session === undefined || dialogue.session === session);
  }

  /** Ends the dialogue; older ones of the session are gone too, since the top page has moved on. */
  closeDialogue(ended: OpenDialogue): void {
    const others = this.#dialogues.filter((dialogue) => dialogue.session !== ended.session);
    this.#dialogues.splice(0, this.#dialogues.length, ...others);
  }
}
