/** How patient the deliveries are. */
export interface WebhookSettings {
  /** A receiver that has not answered by then has failed. */
  readonly timeoutMs: number;
  /** The longest wait after one failure; it doubles with each, up to `longestWaitMs`. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** An event that has failed for so long becomes a dead letter, and the next one's turn comes. */
  readonly giveUpMs: number;
  /** The same after so many refusals: what stands behind it, a withdrawal perhaps, must not wait for hours. */
  readonly refusals: number;
  /** For so long after its last sign of life a process is believed to deliver. */
  readonly leaseMs: number;
}

export const DEFAULT_WEBHOOKS: WebhookSettings = {
  timeoutMs: 10_000,
  firstWaitMs: 2000,
  longestWaitMs: 10 * 60_000,
  giveUpMs: 8 * 3_600_000,
  refusals: 5,
  leaseMs: 6000,
};
