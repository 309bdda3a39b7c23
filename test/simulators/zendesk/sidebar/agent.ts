import { z } from 'zod';

export const roles = ['admin', 'agent', 'light agent'] as const;
export const groupNames = ['Support', 'Reviews', 'Warehouse'] as const;

const agentSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  locale: z.string(),
  groups: z.array(z.enum(groupNames)),
  colorScheme: z.enum(['light', 'dark']),
});

export const agentChangeSchema = agentSchema.partial().strict();

/** The signed-in person. */
export type Agent = z.infer<typeof agentSchema>;

export const agentSmith = (): Agent => ({
  id: 904,
  name: 'Agent Smith',
  email: 'agent.smith@acme.example',
  role: 'admin',
  locale: 'en-US',
  groups: ['Support'],
  colorScheme: 'light',
});
