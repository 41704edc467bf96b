import { HolderSchema, type Holder } from '../../shared/desk.ts';
import { ask } from './api.ts';

/** Who is signed in now; or why nobody is, in Dutch. */
export async function signInAtDesk(key: string): Promise<Holder | string> {
  const answer = await ask('POST', '/api/desk/session', HolderSchema, { body: { key } });
  if (answer.kind === 'silence') return 'De server antwoordt niet. Probeer het zo opnieuw.';
  if (answer.kind === 'done') return answer.value;
  const { status, refusal } = answer;
  if (status === 401 || status === 422) return 'Deze sleutel is niet bekend.';
  if (status === 403) return 'Deze sleutel is niet voor de redactie.';
  if (status !== 429) return 'Aanmelden lukt nu niet. Probeer het zo opnieuw.';
  return `Te vaak geprobeerd. Wacht ${String(refusal.retryAfter ?? 60)} seconden.`;
}
