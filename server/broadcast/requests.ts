/**
 * What a screen may say, in its exact form: `subscribe`, `unsubscribe`, `introduce` and `goodbye`, which are
 * answered, and `applied`, which is not. Anything else is not one of our clients, and the connection ends; only a section that
 * does not exist is answered, as pages outlive sections.
 */
import * as v from 'valibot';
import type {
  IntroduceAnswer,
  Introduction,
  SubscribeAnswer,
  UnsubscribeAnswer,
} from '../../shared/events.ts';
import type { Cursor } from '../../shared/board.ts';
import { MOST_WALL_SECTIONS, WallNameSchema } from '../../shared/wall.ts';

const section = v.pipe(v.string(), v.maxLength(100));
const cursor = {
  epoch: v.pipe(v.string(), v.maxLength(100)),
  n: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
};
const SubscribeSchema = v.strictObject({ section, since: v.optional(v.strictObject(cursor)) });
const UnsubscribeSchema = v.strictObject({ section });
const AppliedSchema = v.strictObject({ section, ...cursor });
const GoodbyeSchema = v.strictObject({});
const IntroduceSchema = v.strictObject({
  name: WallNameSchema,
  version: v.pipe(v.string(), v.maxLength(40)),
  sections: v.exactOptional(v.pipe(v.array(section), v.maxLength(MOST_WALL_SECTIONS))),
  flippedAt: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

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
  | {
      readonly type: 'introduce';
      readonly said: Introduction;
      readonly answer: (answer: IntroduceAnswer) => void;
    }
  | { readonly type: 'goodbye'; readonly answer: (answer: UnsubscribeAnswer) => void };

/** Reads an event with its arguments; `undefined` when it is nothing a screen says. */
export function readRequest(said: readonly unknown[]): ScreenRequest | undefined {
  const [type, request, answer] = said;
  if (said.length === 2 && type === 'applied' && v.is(AppliedSchema, request)) {
    return { type, section: request.section, upTo: { epoch: request.epoch, n: request.n } };
  }
  if (said.length !== 3 || typeof answer !== 'function') return undefined;
  const say = answer as (answer: SubscribeAnswer | UnsubscribeAnswer | IntroduceAnswer) => void;
  if (type === 'introduce' && v.is(IntroduceSchema, request)) return { type, said: request, answer: say };
  if (type === 'goodbye' && v.is(GoodbyeSchema, request)) return { type, answer: say };
  if (type === 'subscribe' && v.is(SubscribeSchema, request)) {
    return { type, section: request.section, since: request.since, answer: say };
  }
  if (type === 'unsubscribe' && v.is(UnsubscribeSchema, request)) {
    return { type, section: request.section, answer: say };
  }
  return undefined;
}
