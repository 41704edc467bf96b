/**
 * What a screen may say, in its exact form: `subscribe` and `unsubscribe`, which are answered, `applied` and
 * `introduce`, which are not. Anything else is not one of our clients, and the connection ends; only a section that
 * does not exist is answered, as pages outlive sections.
 */
import * as v from 'valibot';
import type { SubscribeAnswer, UnsubscribeAnswer } from '../../shared/events.ts';
import type { Cursor } from '../../shared/board.ts';

const section = v.pipe(v.string(), v.maxLength(100));
const cursor = {
  epoch: v.pipe(v.string(), v.maxLength(100)),
  n: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
};
/** One line that a desk can show. */
const name = v.pipe(v.string(), v.maxLength(60), v.regex(/^\S(?:[^\p{C}\p{Zl}\p{Zp}]*\S)?$/u));
const SubscribeSchema = v.strictObject({ section, since: v.optional(v.strictObject(cursor)) });
const UnsubscribeSchema = v.strictObject({ section });
const AppliedSchema = v.strictObject({ section, ...cursor });
const IntroduceSchema = v.strictObject({ name, version: v.pipe(v.string(), v.maxLength(40)) });

/** What is answered. */
export type ScreenQuestion =
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

export type ScreenRequest =
  | ScreenQuestion
  | { readonly type: 'applied'; readonly section: string; readonly upTo: Cursor }
  | { readonly type: 'introduce'; readonly name: string };

/** Reads an event with its arguments; `undefined` when it is nothing a screen says. */
export function readRequest(said: readonly unknown[]): ScreenRequest | undefined {
  const [type, request, answer] = said;
  if (said.length === 2) {
    if (type === 'applied' && v.is(AppliedSchema, request))
      return { type, section: request.section, upTo: { epoch: request.epoch, n: request.n } };
    if (type === 'introduce' && v.is(IntroduceSchema, request)) return { type, name: request.name };
  }
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
