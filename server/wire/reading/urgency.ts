/** 1 (flash) to 9. What lies above is 9; what lies below says nothing: 0 is reserved, and must not become a flash. */
import type { Field } from './query.ts';

export function readUrgency(
  field: Field | undefined,
  misread: (field: Field, message: string) => void,
): number | undefined {
  if (!field) return undefined;
  const urgency = /^\+?\d+(\.0+)?$/.test(field.value) ? Number(field.value) : 0;
  if (urgency >= 1) return Math.min(urgency, 9);
  misread(field, 'is not an urgency from 1 to 9');
  return undefined;
}
