declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** Folder of the LevelDB store; in memory without one. */
    path?: string;
    /** How long a new table stays in CREATING. */
    createTableMs?: number;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}
