/** The words of a dispatch on their way from one state to another. */
import type { Dispatch } from '../../shared/dispatch.ts';
import type { Content, Waiting } from '../log/log.ts';

/**
 * As it goes into the log: what was under embargo has its release as its first publication, whatever it was dated; so
 * has what was dated at an embargo that somebody took off.
 */
export function contentOnRelease({ content, until }: Waiting, now: number): Content {
  return until === undefined && (content.publishedAt ?? now) <= now ? content : withoutTime(content);
}

export function withoutTime({ publishedAt: _, ...content }: Content): Content {
  return content;
}

/**
 * What stands, to be said again under another status. Its signal and note belonged to the version that brought them;
 * repeated, they would tell readers of a correction that did not happen.
 */
export function contentAgain(dispatch: Dispatch, status: Dispatch['status'], note?: string): Content {
  const { version: _v, publishedAt: _p, updatedAt: _u, signal: _s, note: _n, ...content } = dispatch;
  return { ...content, status, ...(note !== undefined && { note }) };
}
