import { checkbox, fieldset, section } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import type { TextKey } from '../../texts/catalogue.ts';
import { starChoices, type StarChoice } from '../entries.ts';
import type { FormView } from './view.ts';

export const starTexts = {
  '1': 'star1',
  '2': 'star2',
  '3': 'star3',
  '4': 'star4',
  '5': 'star5',
} as const satisfies Record<StarChoice, TextKey>;

/** The languages of most reviews on Trustpilot. Whatever else an account has chosen or its reviews have is added. */
const commonLanguages = 'cs da de el en es fi fr hu it ja nb nl pl pt ro ru sv tr uk zh'.split(' ');

export function filtersSection({ session, entries, errors }: FormView): Html {
  const { texts, dialogue } = session;
  const met = Object.values(dialogue.counts).flatMap(({ buckets }) =>
    Object.keys(buckets).flatMap((bucket) => bucket.split('|')[2] ?? []),
  );
  const languages = [...new Set([...commonLanguages, ...entries.languages, ...met])]
    .filter((code) => /^[a-z]{2,3}$/.test(code) && code !== 'no')
    .map((code) => ({ code, name: texts.languageName(code) }))
    .sort((a, b) => a.name.localeCompare(b.name, texts.locale));
  return section({
    id: 'filters-section',
    heading: texts.text('filtersHeading'),
    hint: texts.text('filtersHint'),
    body: html`${fieldset({
      id: 'stars',
      legend: texts.text('stars'),
      error: errors.get('stars'),
      className: 'boxes inline',
      body: html`${starChoices.map((stars) =>
        checkbox({
          id: `stars-${stars}`,
          name: 'stars',
          value: stars,
          label: texts.text(starTexts[stars]),
          checked: entries.stars.includes(stars),
        }),
      )}`,
    })}
    ${fieldset({
      id: 'languages',
      legend: texts.text('languages'),
      hint: texts.text('languagesHint'),
      className: 'boxes columns',
      body: html`<div>
        ${languages.map(({ code, name }) =>
          checkbox({
            id: `language-${code}`,
            name: 'languages',
            value: code,
            label: html`<span lang="${texts.locale}">${name}</span>`,
            checked: entries.languages.includes(code),
          }),
        )}
      </div>`,
    })}
    ${checkbox({
      id: 'only_with_text',
      name: 'only_with_text',
      label: texts.text('onlyWithText'),
      checked: entries.onlyWithText,
    })}`,
  });
}
