import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { moveStages, newSecret } from './secret-store.ts';
import type { Secret, SecretStore, SecretVersion } from './secret-store.ts';

/*
 * The operations of AWS Secrets Manager that the product and its command line use, with the answers and errors of
 * the API reference. Times go out as epoch seconds.
 */

export class SecretsManagerError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Operation = (store: SecretStore, input: unknown) => unknown;

const valueShape = {
  ClientRequestToken: z.optional(z.string()),
  SecretString: z.optional(z.string()),
  SecretBinary: z.optional(z.string()),
};
const byId = z.object({ SecretId: z.string() });
type Value = z.infer<z.ZodMiniObject<typeof valueShape>>;

const seconds = (ms: number): number => ms / 1000;

function existing(store: SecretStore, id: string): Secret {
  const secret = store.find(id);
  if (secret) return secret;
  throw new SecretsManagerError(
    'ResourceNotFoundException',
    "Secrets Manager can't find the specified secret.",
  );
}

function usable(store: SecretStore, id: string): Secret {
  const secret = existing(store, id);
  if (secret.deletedAtMs === undefined) return secret;
  throw new SecretsManagerError(
    'InvalidRequestException',
    "You can't perform this operation on the secret because it was marked for deletion.",
  );
}

const isSameValue = (version: SecretVersion, value: Value): boolean =>
  version.secretString === value.SecretString && version.secretBinary === value.SecretBinary;

/** Adds a version; the same token with the same value changes nothing, with another value it is refused. */
function addVersion(store: SecretStore, secret: Secret, value: Value, stages: readonly string[]): string {
  const versionId = value.ClientRequestToken ?? randomUUID();
  const known = secret.versions[versionId];
  if (known) {
    if (isSameValue(known, value)) return versionId;
    throw new SecretsManagerError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${versionId} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  const nowMs = Date.now();
  secret.versions[versionId] = {
    ...(value.SecretString === undefined ? {} : { secretString: value.SecretString }),
    ...(value.SecretBinary === undefined ? {} : { secretBinary: value.SecretBinary }),
    stages: [],
    createdAtMs: nowMs,
  };
  secret.changedAtMs = nowMs;
  moveStages(secret, versionId, stages);
  store.save(secret);
  return versionId;
}

const createInput = z.object({ Name: z.string().check(z.minLength(1), z.maxLength(512)), ...valueShape });
const createSecret: Operation = (store, input) => {
  const { Name, ...value } = createInput.parse(input);
  const known = store.find(Name);
  if (known?.deletedAtMs !== undefined) {
    throw new SecretsManagerError(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  const repeated = known?.versions[value.ClientRequestToken ?? ''];
  if (known && !(repeated && isSameValue(repeated, value))) {
    throw new SecretsManagerError(
      'ResourceExistsException',
      `The operation failed because the secret ${Name} already exists.`,
    );
  }
  const secret = known ?? newSecret(Name, Date.now());
  if (value.SecretString === undefined && value.SecretBinary === undefined) {
    store.save(secret);
    return { ARN: secret.arn, Name };
  }
  return { ARN: secret.arn, Name, VersionId: addVersion(store, secret, value, ['AWSCURRENT']) };
};

const putInput = z.object({
  SecretId: z.string(),
  VersionStages: z.optional(z.array(z.string())),
  ...valueShape,
});
const putSecretValue: Operation = (store, input) => {
  const { SecretId, VersionStages = ['AWSCURRENT'], ...value } = putInput.parse(input);
  const secret = usable(store, SecretId);
  if ((value.SecretString === undefined) === (value.SecretBinary === undefined)) {
    throw new SecretsManagerError(
      'InvalidParameterException',
      'You must provide either SecretString or SecretBinary.',
    );
  }
  const versionId = addVersion(store, secret, value, VersionStages);
  const stages = secret.versions[versionId]?.stages ?? [];
  return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages: stages };
};

const getInput = z.object({
  SecretId: z.string(),
  VersionId: z.optional(z.string()),
  VersionStage: z.optional(z.string()),
});
const getSecretValue: Operation = (store, input) => {
  const { SecretId, VersionId, VersionStage } = getInput.parse(input);
  const secret = usable(store, SecretId);
  const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
  const found = Object.entries(secret.versions).find(
    ([id, { stages }]) => (VersionId ?? id) === id && (stage === undefined || stages.includes(stage)),
  );
  if (!found) {
    throw new SecretsManagerError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${
        VersionId === undefined ? `staging label: ${stage ?? ''}` : `VersionId: ${VersionId}`
      }`,
    );
  }
  const [id, version] = found;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    VersionStages: version.stages,
    SecretString: version.secretString,
    SecretBinary: version.secretBinary,
    CreatedDate: seconds(version.createdAtMs),
  };
};

const description = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  CreatedDate: seconds(secret.createdAtMs),
  LastChangedDate: seconds(secret.changedAtMs),
  DeletedDate: secret.deletedAtMs === undefined ? undefined : seconds(secret.deletedAtMs),
});

const stagesByVersion = (secret: Secret) =>
  Object.fromEntries(
    Object.entries(secret.versions).flatMap(([id, { stages }]) =>
      stages.length === 0 ? [] : [[id, stages]],
    ),
  );

const describeSecret: Operation = (store, input) => {
  const secret = existing(store, byId.parse(input).SecretId);
  return { ...description(secret), VersionIdsToStages: stagesByVersion(secret) };
};

const deleteInput = z.object({
  SecretId: z.string(),
  ForceDeleteWithoutRecovery: z.optional(z.boolean()),
  RecoveryWindowInDays: z.optional(z.int().check(z.gte(7), z.lte(30))),
});
const deleteSecret: Operation = (store, input) => {
  const { SecretId, ForceDeleteWithoutRecovery = false, RecoveryWindowInDays } = deleteInput.parse(input);
  if (!ForceDeleteWithoutRecovery) {
    const secret = usable(store, SecretId);
    const deletedAtMs = Date.now() + (RecoveryWindowInDays ?? 30) * 86_400_000;
    store.save({ ...secret, deletedAtMs });
    return { ARN: secret.arn, Name: secret.name, DeletionDate: seconds(deletedAtMs) };
  }
  if (RecoveryWindowInDays !== undefined) {
    throw new SecretsManagerError(
      'InvalidParameterException',
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  // AWS: forcing the deletion of a secret that is not there is no error.
  const secret = store.find(SecretId);
  store.remove(secret?.name ?? SecretId);
  return { ARN: secret?.arn, Name: secret?.name ?? SecretId, DeletionDate: seconds(Date.now()) };
};

const listInput = z.object({
  Filters: z.optional(z.array(z.object({ Key: z.literal('name'), Values: z.array(z.string()) }))),
  IncludePlannedDeletion: z.optional(z.boolean()),
  MaxResults: z.optional(z.int().check(z.gte(1), z.lte(100))),
  NextToken: z.optional(z.string()),
});
const listSecrets: Operation = (store, input) => {
  const {
    Filters = [],
    IncludePlannedDeletion = false,
    MaxResults = 100,
    NextToken,
  } = listInput.parse(input);
  const rest = store
    .all()
    .filter(({ deletedAtMs }) => IncludePlannedDeletion || deletedAtMs === undefined)
    .filter(({ name }) => Filters.every(({ Values }) => Values.some((prefix) => name.startsWith(prefix))))
    .filter(({ name }) => NextToken === undefined || name > NextToken);
  const page = rest.slice(0, MaxResults);
  return {
    SecretList: page.map((secret) => ({
      ...description(secret),
      SecretVersionsToStages: stagesByVersion(secret),
    })),
    NextToken: rest.length > page.length ? page.at(-1)?.name : undefined,
  };
};

export const operations: ReadonlyMap<string, Operation> = new Map([
  ['CreateSecret', createSecret],
  ['PutSecretValue', putSecretValue],
  ['GetSecretValue', getSecretValue],
  ['DescribeSecret', describeSecret],
  ['DeleteSecret', deleteSecret],
  ['ListSecrets', listSecrets],
]);
