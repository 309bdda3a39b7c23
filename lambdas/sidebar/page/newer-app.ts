/** Whether `offered` is a later version than `running`; both are `1.2.3`. */
export function isNewer(offered: string, running: string): boolean {
  const [a, b] = [offered, running].map((version) => version.split('.').map(Number));
  for (const part of [0, 1, 2]) {
    const difference = (a?.[part] ?? 0) - (b?.[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
