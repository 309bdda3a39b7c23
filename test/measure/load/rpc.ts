import { fork, type ChildProcess } from 'node:child_process';
import { setClock } from './clock.ts';

/* Calls from one process to another: whoever loads must not share its memory with what it measures. */
type Methods = Record<string, (...args: never[]) => unknown>;
interface Question {
  id: number;
  nowMs: number;
  name: string;
  args: never[];
}
interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

/** Answers the calls of the process that started this one; the clock comes along with each. */
export function serve(methods: Methods): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (message) => {
    const { id, nowMs, name, args } = message as Question;
    setClock(nowMs);
    void (async () => methods[name]?.(...args))().then(
      (result) => process.send?.({ id, result } satisfies Answer),
      (error: unknown) => process.send?.({ id, error: String(error) } satisfies Answer),
    );
  });
}

export type Remote<M extends Methods> = {
  [Name in keyof M]: (...args: Parameters<M[Name]>) => Promise<Awaited<ReturnType<M[Name]>>>;
};

/** Starts this program in another role. */
export function start<M extends Methods>(role: string): { remote: Remote<M>; child: ChildProcess } {
  const child = fork(process.argv[1] ?? '', [role], { execArgv: ['--max-old-space-size=8000'] });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  child.on('message', (message) => {
    const { id, result, error } = message as Answer;
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) waiter?.resolve(result);
    else waiter?.reject(new Error(`${role}: ${error}`));
  });
  child.on('exit', () => waiting.forEach(({ reject }) => reject(new Error(`${role} ended`))));
  let asked = 0;
  const call = (name: string, args: unknown[]) =>
    new Promise((resolve, reject) => {
      const id = (asked += 1);
      waiting.set(id, { resolve, reject });
      child.send({ id, nowMs: Date.now(), name, args });
    });
  const remote = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          call(String(name), args),
    },
  );
  return { remote: remote as Remote<M>, child };
}
