/** The parts of a multipart/form-data body by name (RFC 7578); the last one of a name wins. */
export function readMultipart(body: Buffer, contentType: string): Map<string, Buffer> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(contentType)?.slice(1).find(Boolean);
  if (boundary === undefined) throw new Error('The form is not multipart/form-data');
  // latin1 maps bytes to characters one to one, so that positions and contents survive.
  const [, ...parts] = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`);
  const named = parts.map((part): [string, Buffer] => {
    const headerEnd = part.indexOf('\r\n\r\n');
    const name = /name="([^"]*)"/.exec(part.slice(0, headerEnd))?.[1] ?? '';
    return [name, Buffer.from(part.slice(headerEnd + 4), 'latin1')];
  });
  return new Map(named);
}
