import { z } from 'zod';
import {
  type BusinessUnitDraft,
  type KeyDraft,
  type UserDraft,
  businessUnitDraftSchema,
  keyDraftSchema,
  userDraftSchema,
} from './directory.ts';
import { type ReviewDraft, reviewDraftSchema } from './review-draft.ts';

export interface Seed {
  businessUnits: BusinessUnitDraft[];
  users: UserDraft[];
  keys: KeyDraft[];
  reviews: ReviewDraft[];
}

export const seedSchema = z.strictObject({
  businessUnits: z.array(businessUnitDraftSchema).optional(),
  users: z.array(userDraftSchema).optional(),
  keys: z.array(keyDraftSchema).optional(),
  reviews: z.array(reviewDraftSchema).optional(),
});

/** Fixed ids, so that a client configured against one run of the simulator still fits the next one. */
export const defaultSeed: Seed = {
  businessUnits: [
    { id: '5f0c1d2e3a4b5c6d7e8f9012', domain: 'bluelamp.example', displayName: 'Blue Lamp Shop' },
    {
      id: '5f0c1d2e3a4b5c6d7e8f9013',
      domain: 'bluelamp.se',
      displayName: 'Blue Lamp Sverige',
      country: 'SE',
    },
    {
      id: '5f0c1d2e3a4b5c6d7e8f9099',
      domain: 'redchair.example',
      displayName: 'Red Chair Company',
      country: 'GB',
    },
  ],
  users: [
    {
      id: '61f2a0b3c4d5e6f708192a3b',
      name: 'Ada Agent',
      email: 'ada@bluelamp.example',
      domains: ['bluelamp.example', 'bluelamp.se'],
    },
    {
      id: '61f2a0b3c4d5e6f708192a99',
      name: 'Rex Red',
      email: 'rex@redchair.example',
      domains: ['redchair.example'],
    },
  ],
  keys: [{ key: 'tpk-demo', secret: 'tps-demo', domains: ['bluelamp.example', 'bluelamp.se'] }],
  reviews: [],
};
