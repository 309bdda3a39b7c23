/** What the doctor found at one point. `next` says what to do about it. */
export interface Verdict {
  point: string;
  verdict: 'ok' | 'look' | 'bad';
  finding: string;
  next?: string;
}

export const ok = (point: string, finding: string): Verdict => ({ point, verdict: 'ok', finding });
export const look = (point: string, finding: string, next: string): Verdict => ({
  point,
  verdict: 'look',
  finding,
  next,
});
export const bad = (point: string, finding: string, next: string): Verdict => ({
  point,
  verdict: 'bad',
  finding,
  next,
});
