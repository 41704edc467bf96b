/** Every form of the API by its name in the description. What goes in and what comes out pass through these. */
import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import {
  DeadLetterSchema,
  HistorySchema,
  HolderSchema,
  HookListSchema,
  ReceiptListSchema,
  SourceListSchema,
  WaitingItemSchema,
  WaitingListSchema,
} from '../../../shared/desk.ts';
import {
  BodySchema,
  CardSchema,
  DispatchSchema,
  EmbargoSchema,
  HoldSchema,
  ReleaseSchema,
  SubmissionSchema,
  TimeSchema,
  WithdrawalSchema,
} from '../../../shared/dispatch.ts';
import {
  PairedSchema,
  PairingAnswerSchema,
  PairingSchema,
  WallListSchema,
  WallSectionsSchema,
  WallSetupSchema,
  WallToldSchema,
} from '../../../shared/wall.ts';
import {
  AdmittedSchema,
  AliveSchema,
  AppendedSchema,
  BoardSchema,
  DeliveredSchema,
  DiscardedSchema,
  OembedSchema,
  ProblemSchema,
  ReadySchema,
  SectionAtSchema,
  SectionsSchema,
  WaitsSchema,
} from '../answers.ts';
import { SignInSchema } from '../desk-session.ts';
import { WebhookEventSchema } from '../../webhooks/event.ts';

export const SCHEMAS = {
  Submission: SubmissionSchema,
  Withdrawal: WithdrawalSchema,
  Hold: HoldSchema,
  Release: ReleaseSchema,
  Embargo: EmbargoSchema,
  Time: TimeSchema,
  Body: BodySchema,
  Card: CardSchema,
  Dispatch: DispatchSchema,
  Sections: SectionsSchema,
  Board: BoardSchema,
  SectionAt: SectionAtSchema,
  Appended: AppendedSchema,
  Waits: WaitsSchema,
  Discarded: DiscardedSchema,
  Delivered: DeliveredSchema,
  SignIn: SignInSchema,
  Holder: HolderSchema,
  WaitingItem: WaitingItemSchema,
  WaitingList: WaitingListSchema,
  History: HistorySchema,
  ReceiptList: ReceiptListSchema,
  SourceList: SourceListSchema,
  HookList: HookListSchema,
  WallList: WallListSchema,
  WallSections: WallSectionsSchema,
  WallTold: WallToldSchema,
  WallSetup: WallSetupSchema,
  Pairing: PairingSchema,
  Paired: PairedSchema,
  PairingAnswer: PairingAnswerSchema,
  DeadLetter: DeadLetterSchema,
  WebhookEvent: WebhookEventSchema,
  Problem: ProblemSchema,
  Oembed: OembedSchema,
  Admitted: AdmittedSchema,
  Alive: AliveSchema,
  Ready: ReadySchema,
};
export type SchemaName = keyof typeof SCHEMAS;

/** All of them as JSON Schema 2020-12, each under its name. */
export function jsonSchemas() {
  return toJsonSchemaDefs(SCHEMAS, {
    target: 'draft-2020-12',
    typeMode: 'input',
    // What is done to a value on its way in has no word in JSON Schema.
    errorMode: 'ignore',
    // What a text must be stands in its own words beside the pattern that decides.
    overrideAction: ({ valibotAction, jsonSchema }) =>
      valibotAction.type === 'regex' ? { ...jsonSchema, ...patternOf(valibotAction) } : undefined,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  });
}

function patternOf(action: object): { pattern?: string; description?: string } {
  const { requirement, message } = action as v.RegexAction<string, v.ErrorMessage<v.RegexIssue<string>>>;
  const words = typeof message === 'string' ? { description: message.replace(/^must be /, '') } : {};
  return { pattern: requirement.source, ...words };
}
