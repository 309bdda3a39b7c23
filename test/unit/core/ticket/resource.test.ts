import fc from 'fast-check';
import type { Settings } from '../../../../lambdas/core/account.ts';
import { maxStoredTextBytes } from '../../../../lambdas/core/content.ts';
import type { Fact, Note } from '../../../../lambdas/core/fact.ts';
import { toResource, type ExternalResource } from '../../../../lambdas/core/ticket/resource.ts';
import {
  aContent,
  accountId,
  anEntry,
  consumerId,
  iso,
  noonMs,
  reviewId,
  someSettings,
} from '../../../support/builders.ts';
import { externalResourceSchema } from './external-resource-schema.ts';

const link = `https://www.trustpilot.com/reviews/${reviewId}`;

function render(
  entry: Parameters<typeof anEntry>[0] = {},
  settings: Partial<Settings> = {},
  domain = 'bluelamp.example',
): ExternalResource {
  const context = { accountId, settings: someSettings(settings), domainOf: () => domain };
  const resource = toResource(anEntry(entry), context);
  expect(externalResourceSchema.parse(resource)).toEqual(resource);
  return resource;
}

const field = ({ fields = [] }: ExternalResource, name: string | number) =>
  fields.find(({ id }) => id === name)?.value;

const ofFact = (fact: Fact): ExternalResource => render({ fact });
const common = { n: 1_772_452_800, atMs: noonMs };
const aNote = (note: Note): ExternalResource => ofFact({ kind: 'note', ...common, note });

describe('a review as a ticket', () => {
  test('says stars, title, text, and then what an agent needs', () => {
    expect(render().message).toBe(
      [
        '★★☆☆☆ 2/5',
        'Lamp came broken',
        'The shade was cracked.',
        [
          'Order reference: ORD-20417',
          'Date of experience: 2026-02-27',
          'Verified: yes',
          'Language: en',
          'Domain: bluelamp.example',
          `Review: ${link}`,
        ].join('\n'),
      ].join('\n\n'),
    );
  });

  test('leaves out what Trustpilot does not say', () => {
    const details = { referenceId: null, experiencedAt: null, language: null, verified: false };
    expect(render({ details }).message).toMatch(
      new RegExp(`cracked\\.\\n\\nVerified: no\\nDomain: bluelamp\\.example\\nReview: ${link}$`),
    );
  });

  test('opens a thread of its own that agents can answer in, at the time it was written', () => {
    expect(render({ details: { createdAt: iso(noonMs - 1234) } })).toMatchObject({
      external_id: `tp:${accountId}:review:${reviewId}`,
      thread_id: `tp:${accountId}:review:${reviewId}`,
      created_at: iso(noonMs - 1234),
      author: { external_id: `tp:consumer:${consumerId}`, name: 'Mette K' },
      internal_note: false,
      allow_channelback: true,
    });
  });

  test.each([
    ['stars alone', { title: null, text: null }, '★★★★★ 5/5'],
    ['no text', { title: 'Great', text: null }, '★★★★★ 5/5\n\nGreat'],
    ['an empty text', { title: 'Great', text: '' }, '★★★★★ 5/5\n\nGreat'],
    ['no title', { title: null, text: 'Great!' }, '★★★★★ 5/5\n\nGreat!'],
  ])('has a message also with %s', (_, written, start) => {
    const { message, html_message: html } = render({ stars: 5, ...written });
    expect(message.slice(0, message.indexOf('\n\nOrder reference'))).toBe(start);
    expect(html).toMatch(/^<p>★★★★★ 5\/5<\/p><p>/);
  });

  test.each([1, 2, 3, 4, 5])('shows %i of five stars', (stars) => {
    const sign = '★'.repeat(stars).padEnd(5, '☆');
    expect(render({ stars }).message.startsWith(`${sign} ${stars}/5\n`)).toBe(true);
  });
});

describe('true to the byte', () => {
  test.each([
    ['Danish', 'Dejligt køb', 'Rødgrød med fløde på Ærø – 100 % ærligt.'],
    ['Swedish', 'Åh så bra', 'Världens bästa lampa, köp den!'],
    ['Finnish', 'Hyvä kauppa', 'Järjestelmällisyys yllätti, kiitos äiti.'],
    ['German', 'Größe passt', 'Straße, Füße, Übermaß: „alles gut“.'],
    ['French', 'Très déçu', 'L’abat-jour était cassé… où êtes-vous ?'],
    ['Spanish', '¡Ojalá!', '¿Qué pasó con el envío del niño?'],
    ['Polish', 'Świetna', 'Zażółć gęślą jaźń, źle zapakowane.'],
    ['Greek', 'Πολύ καλό', 'Η λάμπα έσπασε· δεν απάντησε κανείς.'],
    ['Russian', 'Плохо', 'Ёлка и подъезд: лампа разбита.'],
    ['Japanese', '最悪', 'ランプが割れていました。返品したいです。'],
    ['Korean', '별로예요', '램프가 깨져서 왔어요.'],
    ['Chinese', '很差', '灯罩裂开了,沒有人回覆。'],
    ['Thai', 'แย่มาก', 'โคมไฟแตกและไม่มีใครตอบ'],
    ['Hindi', 'अच्छा नहीं', 'लैम्प टूटा हुआ आया, क्षत्रिय।'],
    ['Arabic, right to left', 'سيئ جدا', 'المصباح وصل مكسورًا ولم يرد أحد.'],
    ['Hebrew with points and direction marks', 'שָׁלוֹם', '\u202bהמנורה שבורה\u202c \u200f(2/5)\u200f'],
    ['emoji sequences', '👩‍👩‍👧‍👦', '👍🏽 🇩🇰 ❤️‍🔥 1️⃣ \u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
    ['combining marks, not normalised', 'e\u0301 \u00e9', 'A\u030a \u00c5 \u212b'],
    ['line breaks of every kind', 'One line', 'a\r\nb\nc\rd\u2028e\u0085f'],
    ['white space', ' title ', '\t  tab,  double  space, \u00a0 \u3000 \n\n '],
  ])('%s', (_, title, text) => {
    const { message, html_message: html = '' } = render({ title, text });
    expect(message.startsWith(`★★☆☆☆ 2/5\n\n${title}\n\n${text}\n\nOrder reference`)).toBe(true);
    expect(html).toContain(`<p><strong>${title}</strong></p>`);
    expect(html).toContain(`<p>${text.replaceAll(/\r\n|\r|\n/g, '<br>')}</p>`);
  });

  test('whatever is written stands in the message as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const written = text.toWellFormed();
        if (written === '') return;
        expect(render({ title: null, text: written }).message).toContain(`2/5\n\n${written}\n\nOrder`);
      }),
    );
  });
});

describe('HTML', () => {
  test('everything that a person or Trustpilot wrote is escaped', () => {
    const evil = `<script>alert("1")</script> & 'quotes' &amp; &lt;b&gt; <img src=x onerror=alert(1)>`;
    const { html_message: html = '', message } = render(
      { title: evil, text: evil, details: { referenceId: evil, language: evil } },
      {},
      evil,
    );
    const escaped =
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;quotes&#39; &amp;amp; &amp;lt;b&amp;gt; &lt;img src=x onerror=alert(1)&gt;';
    expect(html.split(escaped)).toHaveLength(6);
    expect(html.replaceAll(/<\/?(?:p|strong)>|<br>/g, '')).not.toMatch(/[<>"']/);
    expect(message).toContain(evil);
  });

  test('nothing that is written can open or close an element', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'p', '/', ';', '\n') }),
        (text) => {
          const { html_message: html = '' } = render({ title: text, text });
          expect(html.replaceAll(/<\/?(?:p|strong)>|<br>/g, '')).not.toMatch(
            /[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/,
          );
        },
      ),
    );
  });

  test('is left out where it would not fit, the plain text being whole', () => {
    const text = '&'.repeat(20_000);
    const resource = render({ text });
    expect(resource).not.toHaveProperty('html_message');
    expect(resource.message).toContain(text);
  });
});

describe('what is longer than Zendesk takes', () => {
  test.each([
    ['ASCII', 'a'],
    ['two bytes', 'ø'],
    ['three bytes', '語'],
    ['four bytes', '😀'],
  ])('65,000 characters of %s are cut with a notice, stars, title and link being whole', (_, character) => {
    const title = 'T'.repeat(900);
    const { message } = render({ title, text: character.repeat(65_000) });
    expect(message.startsWith(`★★☆☆☆ 2/5\n\n${title}\n\n`)).toBe(true);
    expect(message.includes(`${character}\n\n[The text is longer than fits here.`)).toBe(true);
    expect(message.endsWith(`Review: ${link}`)).toBe(true);
    expect(Buffer.byteLength(message)).toBeGreaterThan(64_000);
  });

  test('65,000 bytes with little around them are whole', () => {
    const details = { referenceId: null, experiencedAt: null, language: null };
    const { message } = render({ title: null, text: 'a'.repeat(maxStoredTextBytes), details });
    expect(Buffer.byteLength(message)).toBeGreaterThan(65_000);
    expect(message).not.toContain('longer than fits');
    expect(message.match(/a{100,}/)?.[0]).toHaveLength(maxStoredTextBytes);
  });

  test('the cut never halves a character, and there is one notice', () => {
    fc.assert(
      fc.property(fc.constantFrom('👩‍👩‍👧‍👦', '🇩🇰', 'e\u0301', '語'), fc.nat(30), (unit, offset) => {
        const { message } = render({ text: 'x'.repeat(offset) + unit.repeat(22_000) });
        const [quote = ''] = message.split('\n\n[The text').slice(0, 1);
        expect(quote.endsWith(unit)).toBe(true);
        expect(message.split('longer than fits')).toHaveLength(2);
      }),
      { numRuns: 30 },
    );
  });

  test('a note with two long texts fits, whatever their sizes', () => {
    fc.assert(
      fc.property(fc.nat(66_000), fc.nat(66_000), (a, b) => {
        const note: Note = {
          about: 'not-published',
          replyId: 'r',
          text: 'a'.repeat(a),
          standing: 'b'.repeat(b),
        };
        const { message } = aNote(note);
        expect(message.endsWith(`Review: ${link}`)).toBe(true);
        // What stands around the texts decides in between.
        if (a + b < 64_000 || a + b > 65_535)
          expect(message.includes('longer than fits')).toBe(a + b > 65_535);
      }),
      {
        numRuns: 50,
        examples: [
          [66_000, 66_000],
          [0, 66_000],
          [65_535, 65_535],
        ],
      },
    );
  });

  test('a company reply of 65,535 bytes is cut with a notice and a link', () => {
    const { message } = ofFact({
      kind: 'company-reply',
      ...common,
      change: 'new',
      text: 'a'.repeat(65_535),
      authorName: 'J'.repeat(70_000),
    });
    expect(message).toContain('[The text is longer than fits here.');
    expect(message.endsWith(`Review: ${link}`)).toBe(true);
  });
});

describe('later facts', () => {
  const before = { stars: 1, title: 'Broken' };

  test('an edit is a public comment by the reviewer with old and new stars', () => {
    const content = aContent({ stars: 4, title: 'Mended', text: 'They helped.', updatedAt: iso(noonMs) });
    const resource = ofFact({ kind: 'edited', ...common, content, before });
    expect(resource).toMatchObject({
      external_id: `tp:${accountId}:review:${reviewId}:edit:${common.n}`,
      thread_id: `tp:${accountId}:review:${reviewId}`,
      author: { external_id: `tp:consumer:${consumerId}` },
      internal_note: false,
      allow_channelback: true,
    });
    expect(resource.message).toBe(
      [
        'The reviewer edited the review: ★★★★☆ 4/5, before: ★☆☆☆☆ 1/5',
        'Title before: Broken',
        'Mended',
        'They helped.',
        `Review: ${link}`,
      ].join('\n\n'),
    );
  });

  test.each([
    ['the same stars and title', { stars: 4, title: 'Mended' }, '★★★★☆ 4/5, as before\n\nMended'],
    ['no title before', { stars: 4, title: null }, 'as before\n\nTitle before: (none)\n\nMended'],
  ])('an edit from %s says just that', (_, old, expected) => {
    const content = aContent({ stars: 4, title: 'Mended', text: null });
    expect(ofFact({ kind: 'edited', ...common, content, before: old }).message).toContain(expected);
  });

  test('an edit of an anonymous review stays with the same requester', () => {
    const fact: Fact = { kind: 'edited', ...common, content: aContent(), before };
    const details = { consumerId: null, consumerName: null };
    expect(render({ fact, details }).author).toEqual(render({ details }).author);
  });

  const companyReply = (change: 'new' | 'changed' | 'deleted', authorName: string | null = 'Jens') =>
    ofFact({
      kind: 'company-reply',
      ...common,
      change,
      text: change === 'deleted' ? '' : 'Sorry!',
      authorName,
    });

  test.each([
    ['new', `Replied on Trustpilot by Jens:\n\nSorry!\n\nReview: ${link}`],
    ['changed', `The reply on Trustpilot was changed by Jens:\n\nSorry!\n\nReview: ${link}`],
    ['deleted', 'The reply on Trustpilot was deleted there.'],
  ] as const)('a %s reply on Trustpilot itself is an internal note', (change, message) => {
    expect(companyReply(change)).toMatchObject({
      external_id: `tp:${accountId}:review:${reviewId}:company-reply:${common.n}`,
      message,
      author: { external_id: 'tp:trustpilot', name: 'Trustpilot' },
      internal_note: true,
      allow_channelback: true,
    });
    // Applied only where it makes a ticket of its own, because the review's ticket is closed.
    expect(companyReply(change).fields).toContainEqual({
      id: 'tags',
      value: expect.arrayContaining(['trustpilot']) as string[],
    });
  });

  test('a reply whose author is not known has none in its note', () => {
    expect(companyReply('new', null).message).toMatch(/^Replied on Trustpilot:\n/);
  });

  test('a removed review can not be answered, one that is back can', () => {
    for (const [kind, allowed] of [
      ['removed', false],
      ['restored', true],
    ] as const) {
      expect(ofFact({ kind, ...common })).toMatchObject({
        external_id: `tp:${accountId}:review:${reviewId}:${kind}:${common.n}`,
        internal_note: true,
        allow_channelback: allowed,
      });
    }
  });

  const about = { replyId: 'r1' };
  test.each<[string, Note, string[]]>([
    [
      'a replaced reply',
      { about: 'replaced-reply', ...about, text: 'Theirs', authorName: 'Jens' },
      ['by Jens', 'Theirs'],
    ],
    ['a newer reply that stands', { about: 'newer-reply-stands', ...about, text: 'Newer' }, ['Newer']],
    ['a late success', { about: 'published-after-all', ...about }, ['published on Trustpilot after all']],
    [
      'a failure',
      { about: 'not-published', ...about, text: 'Ours', standing: null },
      ['Ours', 'No reply stands'],
    ],
    [
      'a failure, another standing',
      { about: 'not-published', ...about, text: 'Ours', standing: 'Theirs' },
      ['Ours', 'Theirs'],
    ],
  ])('%s is an internal note that shows every text', (_, note, texts) => {
    const resource = aNote(note);
    expect(resource).toMatchObject({ internal_note: true, author: { external_id: 'tp:trustpilot' } });
    for (const text of texts) expect(resource.message).toContain(text);
  });
});

describe('the author', () => {
  const author = (consumerName: string | null, id: string | null = consumerId) =>
    render({ details: { consumerName, consumerId: id } }).author;

  test('of an anonymous review is nobody else’s', () => {
    expect(author(null, null)).toEqual({
      external_id: `tp:anonymous:${reviewId}`,
      name: 'Trustpilot reviewer',
    });
  });

  test.each([null, '', '   ', '\u00a0\u3000', '\u0000\u0007\n', '\u200b\u2060'])(
    'with the blank name %j has one',
    (name) => {
      expect(author(name).name).toBe('Trustpilot reviewer');
    },
  );

  test.each([
    ['ASCII', 'n'],
    ['emoji', '😀'],
    ['CJK', '漢'],
  ])('with a name of 300 characters of %s is shortened visibly', (_, character) => {
    const { name } = author(character.repeat(300));
    expect(name).toMatch(new RegExp(`^(?:${character})+…$`, 'u'));
    expect(Buffer.byteLength(name)).toBeGreaterThan(250);
  });

  test('keeps a name of the full length, and every letter of any language', () => {
    for (const name of ['n'.repeat(255), 'Ærø Ångström-Øst', 'محمد', '陈 小明', '👩‍🚀 Ada', "O'Neil <3"])
      expect(author(name).name).toBe(name);
  });

  test('has a name of one line without control characters', () => {
    expect(author(' Eve\r\nMallory\u0000\u001b[31m\u0085 ').name).toBe('Eve Mallory [31m');
  });
});

describe('fields', () => {
  test('tags are those that triggers can rely on', () => {
    expect(field(render(), 'tags')).toEqual([
      'trustpilot',
      'trustpilot_2_stars',
      'trustpilot_en',
      'trustpilot_bluelamp_example',
      'trustpilot_verified',
    ]);
  });

  test('a backfilled review without language, not verified, is tagged as what it is', () => {
    const entry = { stars: 5, lane: 'backfill' as const, details: { language: null, verified: false } };
    expect(field(render(entry, {}, 'Shop.Blue-Lamp.example'), 'tags')).toEqual([
      'trustpilot',
      'trustpilot_5_stars',
      'trustpilot_shop_blue_lamp_example',
      'trustpilot_sync',
    ]);
  });

  test.each([
    ['WWW.Bücher.example', 'trustpilot_www_b_cher_example'],
    ['24-shop7.example', 'trustpilot_24_shop7_example'],
    ['a b,c;d"e\'f', 'trustpilot_a_b_c_d_e_f'],
    ['пример.example', 'trustpilot________example'],
  ])('the domain %s is lower case with every other character as _', (domain, tag) => {
    expect(field(render({}, {}, domain), 'tags')).toContain(tag);
  });

  test('no tag holds a space or a comma, whatever Trustpilot sends as language', () => {
    expect(field(render({ details: { language: 'pt-BR, x y' } }), 'tags')).toContain('trustpilot_pt_br__x_y');
  });

  test('an edited review sets the fields of its new stars, for a ticket that it opens anew', () => {
    const content = aContent({ stars: 5 });
    const resource = ofFact({ kind: 'edited', ...common, content, before: { stars: 1, title: null } });
    expect(field(resource, 'tags')).toContain('trustpilot_5_stars');
  });

  test('priority follows the stars, and is left alone where none is set', () => {
    const priorityByStars = { '1': 'urgent', '2': 'high' } as const;
    expect(field(render({ stars: 2 }, { priorityByStars }), 'priority')).toBe('high');
    expect(field(render({ stars: 3 }, { priorityByStars }), 'priority')).toBeUndefined();
  });

  test('custom fields carry stars, reference, domain and link under the numbers that Zendesk knows', () => {
    const customFields = { stars: '11', reference: '22', domain: '33', link: '99999999999999999999' };
    const resource = render({}, { customFields });
    expect(field(resource, 11)).toBe(2);
    expect(field(resource, 22)).toBe('ORD-20417');
    expect(field(resource, 33)).toBe('bluelamp.example');
    expect(field(resource, '99999999999999999999')).toBe(link);
  });

  test('a custom field without a value, or not chosen, is not sent', () => {
    const customFields = { stars: null, reference: '22', domain: null, link: null };
    const { fields } = render({ details: { referenceId: null } }, { customFields });
    expect(fields?.map(({ id }) => id)).toEqual(['subject', 'tags']);
  });
});

describe('the subject', () => {
  const subject = (template: string | undefined, entry: Parameters<typeof anEntry>[0] = {}) =>
    field(render(entry, template === undefined ? {} : { subject: template }), 'subject');

  test('is stars, title and domain unless an admin chose otherwise', () => {
    expect(subject(undefined)).toBe('★★☆☆☆ Lamp came broken (bluelamp.example)');
  });

  test('knows every placeholder', () => {
    expect(subject('{stars}|{title}|{domain}|{rating}|{language}|{reference}|{name}')).toBe(
      '★★☆☆☆|Lamp came broken|bluelamp.example|2/5|en|ORD-20417|Mette K',
    );
  });

  test('leaves alone what is no placeholder of ours', () => {
    expect(subject('{unknown} {constructor} {__proto__} {Stars} {} {rating')).toBe(
      '{unknown} {constructor} {__proto__} {Stars} {} {rating',
    );
  });

  test.each(['{name}', '{stars} {title}', '$& $1 $$', '\\{title\\}'])(
    'a title %s stays what it is',
    (title) => {
      expect(subject('{title} by {name}', { title })).toBe(`${title} by Mette K`);
    },
  );

  test('takes the start of the text where there is no title', () => {
    expect(subject('{title}', { title: null, text: 'x'.repeat(100) })).toBe(`${'x'.repeat(59)}…`);
    expect(subject('{title}', { title: null, text: null })).toBe('No title');
  });

  test('is one line without control characters', () => {
    expect(subject('{title}', { title: ' a\r\nb\u2028c\td\u0000e ' })).toBe('a b c d e');
  });

  test('is never empty', () => {
    const details = { language: null, referenceId: null, consumerName: null };
    for (const template of ['', '  ', '{language}{reference}{name}'])
      expect(subject(template, { details })).toBe('★★☆☆☆ bluelamp.example');
  });

  test('of more than 150 characters is shortened visibly, never inside a character', () => {
    const long = subject('{title}', { title: '😀'.repeat(200) });
    expect(long).toBe(`${'😀'.repeat(149)}…`);
    expect(subject('{title}', { title: 'x'.repeat(150) })).toBe('x'.repeat(150));
  });
});

test('any review at all becomes a resource that Zendesk takes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 80 }).map((value) => value.toWellFormed());
  const orNull = (value: fc.Arbitrary<string>) =>
    fc.option(
      value.filter((one) => one !== ''),
      { nil: null },
    );
  fc.assert(
    fc.property(
      fc.record({
        stars: fc.integer({ min: 1, max: 5 }),
        title: orNull(text),
        text: orNull(
          fc.oneof(
            text,
            fc.nat(30_000).map((n) => '€'.repeat(n)),
          ),
        ),
        details: fc.record({
          referenceId: orNull(text),
          language: orNull(text),
          consumerName: orNull(text),
          consumerId: fc.constantFrom(consumerId, null),
          verified: fc.boolean(),
        }),
        lane: fc.constantFrom('new' as const, 'backfill' as const),
      }),
      text,
      (entry, template) => {
        const { fields } = render(entry, { subject: template });
        expect(fields?.map(({ id }) => id)).toEqual(['subject', 'tags']);
      },
    ),
  );
});
