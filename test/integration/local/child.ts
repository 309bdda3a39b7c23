import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A program of this project in a process of its own, without the AWS and Trustpilot settings of whoever runs the tests. */
export function startChild(program: string, environment: Record<string, string>) {
  const { PATH = '' } = process.env;
  const child = spawn('node', [program], { cwd: root, env: { PATH, PORT: '0', ...environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return {
    exit,
    output: () => output,
    kill: (signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL') => {
      child.kill(signal);
      return exit;
    },
    /** The address in `listening on <url>`, once it is printed. */
    async url(): Promise<string> {
      for (;;) {
        const url = /^listening on (\S+)$/m.exec(output)?.[1];
        if (url !== undefined) return url;
        if (child.exitCode !== null) throw new Error(`Ended before it was ready: ${output}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}
