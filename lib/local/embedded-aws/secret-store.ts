import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { writeDurably } from '../durable-file.ts';

const versionSchema = z.object({
  secretString: z.optional(z.string()),
  secretBinary: z.optional(z.string()),
  stages: z.array(z.string()),
  createdAtMs: z.number(),
});
export type SecretVersion = z.infer<typeof versionSchema>;

const secretSchema = z.object({
  name: z.string(),
  arn: z.string(),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
  /** Set while the secret waits for the end of its recovery window. */
  deletedAtMs: z.optional(z.number()),
  versions: z.record(z.string(), versionSchema),
});
export type Secret = z.infer<typeof secretSchema>;

/** Secrets by name. With a file, each change is on disk before `save` returns; without one they live in memory. */
export class SecretStore {
  readonly #file: string | undefined;
  #secrets: Map<string, Secret>;

  constructor(file?: string) {
    this.#file = file;
    this.#secrets = new Map(
      (file === undefined ? [] : readSecrets(file)).map((secret) => [secret.name, secret]),
    );
  }

  /** By name or ARN. The caller gets a copy: nothing changes before `save`. */
  find(id: string): Secret | undefined {
    const secret = this.#secrets.get(id) ?? this.all().find(({ arn }) => arn === id);
    return structuredClone(secret);
  }

  all(): Secret[] {
    return [...this.#secrets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  save(secret: Secret): void {
    this.#replace(new Map(this.#secrets).set(secret.name, secret));
  }

  remove(name: string): void {
    const rest = new Map(this.#secrets);
    if (rest.delete(name)) this.#replace(rest);
  }

  #replace(secrets: Map<string, Secret>): void {
    if (this.#file !== undefined) writeDurably(this.#file, JSON.stringify([...secrets.values()]));
    this.#secrets = secrets;
  }
}

const readSecrets = (file: string): Secret[] =>
  existsSync(file) ? z.array(secretSchema).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];

/** A new, still empty secret; AWS ends each ARN in six random characters too. */
export function newSecret(name: string, nowMs: number): Secret {
  const arn = `arn:aws:secretsmanager:local:000000000000:secret:${name}-${randomUUID().slice(0, 6)}`;
  return { name, arn, createdAtMs: nowMs, changedAtMs: nowMs, versions: {} };
}

/** Gives `stages` to one version and takes them from the others; the former AWSCURRENT becomes AWSPREVIOUS. */
export function moveStages(secret: Secret, versionId: string, stages: readonly string[]): void {
  const formerCurrent = Object.entries(secret.versions).find(([, version]) =>
    version.stages.includes('AWSCURRENT'),
  )?.[0];
  const becomesPrevious =
    stages.includes('AWSCURRENT') && formerCurrent !== versionId ? formerCurrent : undefined;
  for (const [id, version] of Object.entries(secret.versions)) {
    const kept = version.stages.filter((stage) => !stages.includes(stage));
    if (becomesPrevious === undefined) version.stages = kept;
    else version.stages = kept.filter((stage) => stage !== 'AWSPREVIOUS');
    if (id === versionId) version.stages.push(...stages);
    if (id === becomesPrevious) version.stages.push('AWSPREVIOUS');
  }
}
