import { z } from 'zod';
import type { ApiKey, BusinessUnit, BusinessUser } from './model.ts';
import { newId } from './random.ts';

const id = z.string().regex(/^[0-9a-f]{24}$/);

export const businessUnitDraftSchema = z.strictObject({
  domain: z.string().min(1),
  id: id.optional(),
  displayName: z.string().optional(),
  country: z.string().optional(),
  referringNames: z.array(z.string()).optional(),
});
export type BusinessUnitDraft = z.infer<typeof businessUnitDraftSchema>;

export const userDraftSchema = z.strictObject({
  name: z.string().min(1),
  email: z.string().min(1),
  domains: z.array(z.string()),
  id: id.optional(),
  password: z.string().optional(),
  hasSecondFactor: z.boolean().optional(),
});
export type UserDraft = z.infer<typeof userDraftSchema>;

export const keyDraftSchema = z.strictObject({
  key: z.string().min(1),
  secret: z.string().min(1),
  name: z.string().optional(),
  redirectHosts: z.array(z.string()).optional(),
  /** What client_credentials tokens may act on. */
  domains: z.array(z.string()).optional(),
});
export type KeyDraft = z.infer<typeof keyDraftSchema>;

/** Who and what exists: applications (API keys), business users and reviewed domains. */
export class Directory {
  readonly keys = new Map<string, ApiKey>();
  readonly users = new Map<string, BusinessUser>();
  readonly businessUnits = new Map<string, BusinessUnit>();
  /** By identifying or referring name, lower case. */
  private readonly byName = new Map<string, BusinessUnit>();

  addBusinessUnit(draft: BusinessUnitDraft): BusinessUnit {
    const unit: BusinessUnit = {
      id: draft.id ?? newId(),
      displayName: draft.displayName ?? draft.domain,
      country: draft.country ?? 'DK',
      identifyingName: draft.domain,
      referringNames: draft.referringNames ?? [draft.domain, `www.${draft.domain}`],
    };
    this.businessUnits.set(unit.id, unit);
    for (const name of [unit.identifyingName, ...unit.referringNames])
      this.byName.set(name.toLowerCase(), unit);
    return unit;
  }

  addUser(draft: UserDraft): BusinessUser {
    const user: BusinessUser = {
      id: draft.id ?? newId(),
      name: draft.name,
      email: draft.email,
      password: draft.password ?? 'secret',
      hasSecondFactor: draft.hasSecondFactor ?? false,
      businessUnitIds: this.idsOf(draft.domains),
    };
    this.users.set(user.id, user);
    return user;
  }

  addKey(draft: KeyDraft): ApiKey {
    const key: ApiKey = {
      key: draft.key,
      secret: draft.secret,
      name: draft.name ?? 'Reviews for Zendesk',
      redirectHosts: draft.redirectHosts ?? ['*'],
      businessUnitIds: this.idsOf(draft.domains ?? []),
    };
    this.keys.set(key.key, key);
    return key;
  }

  /** Lets a user reach exactly these domains from now on. */
  grant(userId: string, domains: string[]): void {
    const user = this.users.get(userId);
    if (!user) throw new Error(`No such business user: ${userId}`);
    user.businessUnitIds = this.idsOf(domains);
  }

  named(name: string): BusinessUnit | undefined {
    return this.byName.get(name.toLowerCase());
  }

  /** By id or by domain; without either the first one. */
  businessUnit(idOrDomain?: string): BusinessUnit {
    const unit =
      idOrDomain === undefined
        ? this.businessUnits.values().next().value
        : (this.businessUnits.get(idOrDomain) ?? this.named(idOrDomain));
    if (!unit) throw new Error(`No such business unit: ${idOrDomain ?? '(none at all)'}`);
    return unit;
  }

  private idsOf(domains: string[]): string[] {
    return domains.map((domain) => this.businessUnit(domain).id);
  }
}
