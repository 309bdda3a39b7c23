import fc from 'fast-check';
import { sign } from '../integration/sidebar/sidebar.ts';
import type { Known } from './known.ts';
import type { Request, Target } from './targets.ts';

/** Stands where a value would be markup if somebody forgot to escape it. */
export const markup = '<script>canary</script>';

/** Words that have broken other programs. */
const nasty = [
  '',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  markup,
  `"><img src=x onerror=canary>'`,
  '{{7*7}}${7*7}',
  '../../etc/passwd',
  '\u0000',
  '\r\nset-cookie: canary=1',
  '\ud800',
  'a\udc00',
  '\u202e\u200d\ufeff',
  '👩‍👩‍👧‍👦'.repeat(40),
  '-1',
  '1e999',
  'NaN',
  '9'.repeat(40),
  'x'.repeat(3_000),
  '%',
  '%zz%00',
  'https://evil.example/zendesk/channels/x',
  'javascript:canary',
];

const word = (known: Known) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...known.values) },
    { weight: 3, arbitrary: fc.constantFrom(...nasty) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    { weight: 1, arbitrary: fc.constantFrom(...known.fields) },
  );

const anyName = (known: Known) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...known.fields) },
    { weight: 1, arbitrary: fc.constantFrom(...nasty) },
  );

const encode = (pairs: readonly (readonly [string, string])[]): string =>
  new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();

/** An honest form with some of its fields changed, doubled or taken away. */
const changedForm = (known: Known, honest: Record<string, string>) =>
  fc
    .record({
      kept: fc.subarray(Object.entries(honest)),
      whole: fc.boolean(),
      replaced: fc.option(fc.tuple(fc.constantFrom(...Object.keys(honest)), word(known))),
      more: fc.array(fc.tuple(anyName(known), word(known)), { maxLength: 3 }),
    })
    .map(({ kept, whole, replaced, more }) => {
      const fields = whole ? Object.entries(honest) : kept;
      const name = replaced?.[0];
      return encode([...fields.filter(([each]) => each !== name), ...(replaced ? [replaced] : []), ...more]);
    });

const anyForm = (known: Known) =>
  fc.array(fc.tuple(anyName(known), word(known)), { maxLength: 12 }).map(encode);

/** JSON of any shape out of the words that mean something here. */
const anyJson = (known: Known) =>
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(word(known), fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(anyName(known), tie('value'), { maxKeys: 6 }),
    ),
  })).value;

/** Events as Zendesk and Trustpilot send them, with any part of them replaced. */
const anyEvents = (known: Known) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...known.events),
        fc
          .tuple(
            fc.constantFrom(...known.events),
            fc.constantFrom('type_id', 'eventName', 'data', 'eventData', 'subdomain', 'timestamp', 'error'),
            anyJson(known),
          )
          .map(([event, name, value]) => ({ ...event, [name]: value })),
        fc
          .tuple(fc.constantFrom(...known.events), anyName(known), anyJson(known))
          .map(([event, name, value]) => ({
            ...event,
            data: { ...(event['data'] as object | undefined), [name]: value },
          })),
        anyJson(known),
      ),
      { maxLength: 8 },
    )
    .map((events) => ({ events }));

/** One of them alone, whole or with a part replaced. */
const anyOne = (known: Known) =>
  fc
    .tuple(fc.constantFrom(...known.events), fc.option(fc.tuple(anyName(known), anyJson(known))))
    .map(([event, change]) => (change === null ? event : { ...event, [change[0]]: change[1] }));

/** Few of these are made, because each is about a megabyte. */
const huge = (known: Known): fc.Arbitrary<Sent> => {
  const [fields = {}] = known.forms.map((honest) => honest.fields);
  const jsons = [
    () => '['.repeat(500_000),
    () => '{"events":['.repeat(80_000),
    () => `{"events":[${'[{"a":'.repeat(100_000)}1${'}]'.repeat(100_000)}]}`,
    () => JSON.stringify({ events: many(known.events, 1_000_000) }),
  ];
  const forms = [
    () => `metadata=${'%5B'.repeat(340_000)}`,
    () => Array.from({ length: 120_000 }, (_, n) => `f${n}=1`).join('&'),
    () => encode([...Object.entries(fields), ...repeat(['domain', 'a'], 90_000)]),
    () => `${encode(Object.entries(fields))}&message=${'x'.repeat(1_000_000)}`,
    () => 'x'.repeat(1_100_000),
    () => '='.repeat(1_000_000),
    () => '&'.repeat(1_000_000),
  ];
  const sent = (type: string) => (make: () => string) => ({ body: make(), isBase64Encoded: false, type });
  return fc.oneof(
    fc.constantFrom(...jsons).map(sent('application/json')),
    fc.constantFrom(...forms).map(sent(form)),
  );
};

/** As many events as fit into so many bytes. */
function many(events: readonly object[], bytes: number): object[] {
  const length = JSON.stringify(events).length;
  return Array.from({ length: Math.floor(bytes / length) }, () => events).flat();
}

const repeat = (pair: [string, string], times: number) => Array.from({ length: times }, () => pair);

const form = 'application/x-www-form-urlencoded';
const types = [
  form,
  `${form}; charset=utf-16`,
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'application/json,application/json',
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
];

interface Sent {
  body?: string;
  isBase64Encoded?: boolean;
  type: string;
}

const typed = (type: string, texts: fc.Arbitrary<string>) => texts.map((text) => ({ text, type }));

/** A body with its type, mostly the right one. */
const anyText = (target: Target, known: Known) => {
  const own = known.forms.filter(({ at }) => target.path.startsWith(at)).map(({ fields }) => fields);
  const honest = fc.constantFrom(...(own.length > 0 ? own : known.forms.map(({ fields }) => fields)));
  const changed = honest.chain((fields) => changedForm(known, fields));
  const [forms, jsons] = own.length > 0 ? [12, 1] : [1, 12];
  const toJson = (value: unknown) => JSON.stringify(value);
  return fc.oneof(
    { weight: forms, arbitrary: typed(form, changed) },
    { weight: 2, arbitrary: typed(form, anyForm(known)) },
    { weight: jsons, arbitrary: typed('application/json', anyEvents(known).map(toJson)) },
    { weight: jsons, arbitrary: typed('application/json', anyOne(known).map(toJson)) },
    { weight: 1, arbitrary: typed('application/json', anyJson(known).map(toJson)) },
    { weight: 1, arbitrary: typed('application/json', fc.string({ unit: 'binary', maxLength: 200 })) },
    { weight: 1, arbitrary: typed(form, word(known)) },
  );
};

const anyBody = (target: Target, known: Known): fc.Arbitrary<Sent> => {
  const text = anyText(target, known);
  const flagged = (isBase64Encoded: boolean, isTrue: boolean) =>
    text.map(({ text: body, type }) => ({
      body: isBase64Encoded === isTrue ? toBase64(body) : body,
      isBase64Encoded,
      type,
    }));
  const raw = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  return fc.oneof(
    { weight: 60, arbitrary: flagged(true, true) },
    { weight: 60, arbitrary: text.map(({ text: body, type }) => ({ body, isBase64Encoded: false, type })) },
    // A flag that lies.
    { weight: 5, arbitrary: text.map(({ text: body, type }) => ({ body, isBase64Encoded: true, type })) },
    { weight: 5, arbitrary: flagged(false, false) },
    { weight: 5, arbitrary: raw.map((body) => ({ body, isBase64Encoded: true, type: form })) },
    { weight: 5, arbitrary: fc.constant({ type: form }) },
    { weight: 1, arbitrary: huge(known) },
  );
};

const toBase64 = (text: string): string => Buffer.from(text).toString('base64');

const anyHeaders = (target: Target, known: Known) =>
  fc
    .record({
      signed: fc.boolean(),
      bearer: fc.option(word(known)),
      type: fc.oneof(
        { weight: 8, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(...types) },
      ),
      typeName: fc.constantFrom('content-type', 'Content-Type', 'CONTENT-TYPE'),
      language: fc.option(word(known)),
      origin: fc.option(fc.oneof(word(known), fc.constant(known.url))),
      more: fc.dictionary(anyName(known), word(known), { maxKeys: 3 }),
    })
    .map(({ signed, bearer, type, typeName, language, origin, more }) => (right: string) => ({
      ...more,
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      ...(signed && { authorization: `Bearer ${tokenFor(target, known)}` }),
      [typeName]: type ?? right,
      ...(language !== null && { 'accept-language': language }),
      ...(origin !== null && { origin }),
    }));

/** What Zendesk's proxy signs for an agent's sidebar; made anew each time, because it lives for a minute. */
const tokenFor = ({ path }: Target, { sidebarKey, url }: Known): string =>
  sign(sidebarKey, {
    iss: 'acme.zendesk.com',
    aud: url,
    op: path.split('/').at(-1),
    exp: Math.floor(Date.now() / 1000) + 60,
    tid: 7,
    uid: 904,
  });

/** What a stranger, or somebody with an account of his own, might send to this target. */
export const anyRequest = (target: Target, known: Known): fc.Arbitrary<Request> =>
  fc
    .record({
      sent: target.method === 'GET' ? fc.constant({ type: '' }) : anyBody(target, known),
      headers: anyHeaders(target, known),
      query: fc.oneof(
        fc.constantFrom(...known.queries),
        anyForm(known),
        fc.string({ unit: 'binary', maxLength: 60 }),
      ),
      key: fc.oneof(fc.constant(known.webhookKey), word(known)),
      cookies: fc.option(
        fc.array(fc.oneof(fc.constantFrom(...known.cookies), word(known)), { maxLength: 3 }),
      ),
      tail: fc.oneof(
        { weight: 20, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
      ),
    })
    .map(({ sent: { type, ...sent }, headers, query, key, cookies, tail }) => ({
      ...sent,
      headers: headers(type),
      query,
      ...(cookies !== null && { cookies }),
      ...(target.path.includes('{') && { pathParameters: { key } }),
      ...(tail !== '' && target.routeKey.includes('+}') && { path: `${target.path}/${tail}` }),
    }));
