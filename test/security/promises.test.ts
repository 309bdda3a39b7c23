import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const sectionOf = (title: string) => readme.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

test.each(['What it promises', 'Security model'])(
  'README, %s: every row links a test that is there',
  (title) => {
    const rows = sectionOf(title)
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2);
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) {
      const links = [...row.matchAll(/\]\((test\/[^)]+)\)/g)].map(([, path = '']) => path);
      expect(links.length === 0 ? row : '').toBe('');
      for (const path of links) {
        expect(path).toMatch(/\.test\.ts$/);
        expect(existsSync(new URL(path, root)) ? '' : path).toBe('');
      }
    }
  },
);
