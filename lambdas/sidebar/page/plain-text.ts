const blocks = new Set([
  'P',
  'DIV',
  'LI',
  'UL',
  'OL',
  'BLOCKQUOTE',
  'PRE',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
]);

/** What Zendesk's editor holds, as the text that it will send: the rich editor gives HTML (Apps framework, 4.2). */
export function toPlainText(typed: string): string {
  if (!/<[a-z][^>]*>|&[a-z#0-9]+;/i.test(typed)) return typed;
  // A document without a window: nothing in it runs or loads.
  const { body } = new DOMParser().parseFromString(typed, 'text/html');
  return textOf(body).trim();
}

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? '';
  if (node.nodeName === 'BR') return '\n';
  const inside = [...node.childNodes].map(textOf).join('');
  return blocks.has(node.nodeName) ? `${inside.replace(/\n$/, '')}\n` : inside;
}
