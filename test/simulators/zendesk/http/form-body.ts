export const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };

export function formBody(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString();
}
