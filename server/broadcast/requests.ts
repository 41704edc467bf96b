/**
 * What a screen may say: `subscribe` and `unsubscribe`, in their exact form. Anything else is not one of our
 * clients, and the connection ends; only a section that does not exist is answered, as pages outlive sections.
 */
import * as v from 'valibot';
import type { SubscribeAnswer, UnsubscribeAnswer } from '../../shared/events.ts';
import type { Cursor } from '../../shared/board.ts';

const section = v.pipe(v.string(), v.maxLength(100));
const SubscribeSchema = v.strictObject({
  section,
  since: v.optional(
    v.strictObject({
      epoch: v.pipe(v.string(), v.maxLength(100)),
      n: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
  ),
});
const UnsubscribeSchema = v.strictObject({ section });

export type ScreenRequest =
  | {
      readonly type: 'subscribe';
      readonly section: string;
      readonly since: Cursor | undefined;
      readonly answer: (answer: SubscribeAnswer) => void;
    }
  | {
      readonly type: 'unsubscribe';
      readonly section: string;
      readonly answer: (answer: UnsubscribeAnswer) => void;
    };

/** Reads an event with its arguments; `undefined` when it is nothing a screen says. */
export function readRequest(said: readonly unknown[]): ScreenRequest | undefined {
  const [type, request, answer] = said;
  if (said.length !== 3 || typeof answer !== 'function') return undefined;
  const say = answer as (answer: SubscribeAnswer | UnsubscribeAnswer) => void;
  if (type === 'subscribe' && v.is(SubscribeSchema, request)) {
    return { type, section: request.section, since: request.since, answer: say };
  }
  if (type === 'unsubscribe' && v.is(UnsubscribeSchema, request)) {
    return { type, section: request.section, answer: say };
  }
  return undefined;
}
