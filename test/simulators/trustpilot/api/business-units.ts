import { type Answer, Refusal, badRequest, json } from '../answer.ts';
import type { BusinessUnit, BusinessUser } from '../model.ts';
import { versionAt } from '../review-store.ts';
import type { World } from '../world.ts';
import { type Caller, forbidden, notFound, requireReach } from './access.ts';
import { linksOrigin } from './paging-links.ts';
import { nameOf } from './review-json.ts';
import { type ApiCall, type Route, param, privateRoute, publicRoute } from './routes.ts';

export const businessUnitRoutes: Route[] = [
  privateRoute('me', 'GET', '/v1/private/me', (call, caller) =>
    json(200, { businessUser: toBusinessUser(undocumented(call.world, caller)), links: [] }),
  ),
  privateRoute(
    'user-business-units',
    'GET',
    '/v1/private/business-users/{userId}/business-units',
    (call, caller) => {
      const user = undocumented(call.world, caller);
      if (user.id !== param(call, 'userId')) return forbidden();
      return json(200, { links: [], businessUnits: user.businessUnitIds.map((id) => ({ links: [], id })) });
    },
  ),
  privateRoute('business-unit', 'GET', '/v1/private/business-units/{businessUnitId}', (call, caller) => {
    undocumented(call.world, caller);
    requireReach(caller, param(call, 'businessUnitId'));
    const unit = call.world.directory.businessUnit(param(call, 'businessUnitId'));
    return json(200, toPrivateBusinessUnit(call, unit));
  }),
  publicRoute('find', '/v1/business-units/find', (call) => {
    const unit = call.world.directory.named(call.request.query.get('name') ?? '');
    return unit ? json(200, toBusinessUnit(call, unit)) : notFound('No such business unit');
  }),
  publicRoute('search', '/v1/business-units/search', search),
  publicRoute('profileinfo', '/v1/business-units/{businessUnitId}/profileinfo', (call) =>
    json(200, toProfile(theBusinessUnit(call))),
  ),
  publicRoute('business-unit-web-links', '/v1/business-units/{businessUnitId}/web-links', webLinks),
  publicRoute('public-business-unit', '/v1/business-units/{businessUnitId}', (call) =>
    json(200, toBusinessUnit(call, theBusinessUnit(call))),
  ),
];

/** Undocumented endpoints: for user tokens only, and a switch makes them disappear. */
function undocumented(world: World, { user }: Caller): BusinessUser {
  if (!world.switches.undocumentedEndpoints) throw new Refusal(notFound('Unknown path'));
  if (!user) throw new Refusal(forbidden());
  return user;
}

/** In public paths an unknown id is a plain 404. */
export function theBusinessUnit(call: ApiCall): BusinessUnit {
  const unit = call.world.directory.businessUnits.get(param(call, 'businessUnitId'));
  if (!unit) throw new Refusal(notFound('No such business unit'));
  return unit;
}

const toBusinessUser = (user: BusinessUser): Record<string, unknown> => ({
  id: user.id,
  name: user.name,
  email: user.email,
  created: '2022-01-27T09:15:00Z',
  activationDate: '2022-01-27T09:20:00Z',
  locale: 'en-GB',
  countryId: 1,
  hasSecondFactor: user.hasSecondFactor,
});

/** Lower-case `perpage` here, `perPage` everywhere else. */
function search(call: ApiCall): Answer {
  const { query } = call.request;
  const wanted = (query.get('query') ?? '').trim().toLowerCase();
  if (wanted === '') return badRequest('query is required');
  const perPage = Number(query.get('perpage') ?? 20);
  const page = Number(query.get('page') ?? 1);
  const found = [...call.world.directory.businessUnits.values()]
    .filter((unit) => `${unit.identifyingName} ${unit.displayName}`.toLowerCase().includes(wanted))
    .filter(({ country }) => (query.get('country') ?? country) === country)
    .slice((page - 1) * perPage, page * perPage);
  return json(200, { links: [], businessUnits: found.map((unit) => toBusinessUnit(call, unit)) });
}

function webLinks(call: ApiCall): Answer {
  const unit = theBusinessUnit(call);
  const locale = call.request.query.get('locale');
  if (!locale) return badRequest('locale is required');
  const domain = unit.identifyingName;
  return json(200, {
    locale,
    profileUrl: `https://www.trustpilot.com/review/${domain}`,
    evaluateUrl: `https://www.trustpilot.com/evaluate/${domain}`,
    evaluateEmbedUrl: `https://www.trustpilot.com/evaluate/embed/${domain}`,
  });
}

function toBusinessUnit(call: ApiCall, unit: BusinessUnit): Record<string, unknown> {
  const href = `${linksOrigin(call)}/v1/business-units/${unit.id}`;
  return {
    links: [{ href, method: 'GET', rel: 'self' }],
    id: unit.id,
    displayName: unit.displayName,
    name: nameOf(unit),
    websiteUrl: `https://${unit.identifyingName}`,
    country: unit.country,
    numberOfReviews: countReviews(call.world, unit.id),
    status: 'active',
    score: { trustScore: 4.2, stars: 4 },
    badFit: false,
  };
}

function countReviews(world: World, businessUnitId: string): Record<string, number> {
  const byStars = [0, 0, 0, 0, 0, 0];
  for (const entry of world.reviews.shelf(businessUnitId)) {
    const review = versionAt(entry, Infinity);
    if (review?.state !== 'published' || review.businessUnitId !== businessUnitId) continue;
    byStars[review.stars] = (byStars[review.stars] ?? 0) + 1;
  }
  const total = byStars.reduce((sum, count) => sum + count, 0);
  const [, oneStar = 0, twoStars = 0, threeStars = 0, fourStars = 0, fiveStars = 0] = byStars;
  return { total, usedForTrustScoreCalculation: total, oneStar, twoStars, threeStars, fourStars, fiveStars };
}

const toProfile = (unit: BusinessUnit): Record<string, unknown> => ({
  companyName: unit.displayName,
  description: { header: null, text: null },
  address: {
    street: null,
    city: null,
    state: null,
    postcode: null,
    country: unit.country,
    countryCode: unit.country,
  },
  socialMedia: {},
  email: null,
  phone: null,
  isClaimed: true,
  links: [],
});

function toPrivateBusinessUnit(call: ApiCall, unit: BusinessUnit): Record<string, unknown> {
  return {
    ...toBusinessUnit(call, unit),
    ...toProfile(unit),
    hasAccountManagementConsent: false,
    isCommentsEnabled: true,
    isIncentivisingUsers: false,
    tierId: 3,
    facebookPageUrl: null,
    isSubscriber: true,
    warning: null,
    verification: {},
    hasSubscription: true,
    isUsingPaidFeatures: true,
    hideCompetitorModule: false,
  };
}
