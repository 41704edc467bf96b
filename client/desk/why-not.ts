/** Why something was not done, in Dutch. */
import type { Answer } from './api.ts';

export function whyNot(answer: Answer): string {
  if (answer.kind !== 'refused') {
    return 'De server antwoordt niet. Probeer het zo opnieuw; het telt niet dubbel.';
  }
  const { status, refusal } = answer;
  if ([404, 409, 410, 412].includes(status)) {
    return 'Iemand was u voor: dit is intussen veranderd. Kijk eerst wat er nu staat.';
  }
  if (status === 403) return 'Met deze sleutel mag dat niet.';
  return status >= 500 ? 'Nu lukt dat niet. Probeer het zo opnieuw.' : refusal.detail;
}
