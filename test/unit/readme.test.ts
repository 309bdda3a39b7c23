import { existsSync } from 'node:fs';
import { anchors, headings, root, targets } from '../support/readme.ts';

const twice = (all: string[]) => all.filter((one, index) => all.indexOf(one) !== index);

test('README: each heading is there once, and so is its anchor', () => {
  expect(headings.length).toBeGreaterThan(20);
  expect(twice(headings)).toEqual([]);
  expect(twice(anchors)).toEqual([]);
});

test('README: each link within it leads to a heading', () => {
  const within = targets.filter((target) => target.startsWith('#')).map((target) => target.slice(1));
  expect(within.length).toBeGreaterThan(0);
  expect(within.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});

test('README: each file and picture that it links or shows is there', () => {
  const files = targets.filter((target) => !/^(#|[a-z]+:)/.test(target));
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
