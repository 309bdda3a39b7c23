/**
 * An id for each click. A click that repeats one whose outcome nobody knows gets the same id again, so that the
 * service does the work once.
 */
export function createActionIds(newId: () => string = () => crypto.randomUUID()) {
  const open = new Map<string, string>();
  return {
    idFor(action: string): string {
      const id = open.get(action) ?? newId();
      open.set(action, id);
      return id;
    },
    settled(action: string): void {
      open.delete(action);
    },
  };
}
