/**
 * What is being written, kept on this machine: a draft outlives a reload, a crash, a lost connection and a sign-out;
 * it goes when it is published or thrown away. Each new dispatch has a place of its own, so that two windows do not
 * write over each other; which one is being written in this window, the window remembers. This is the newsroom's
 * own tool: on readers' pages nothing is ever stored.
 */
import type { Draft } from './draft.ts';

const PREFIX = 'news-desk/draft/';
const PLACE = 'news-desk/open';
const OWN = 'news-desk/new';

/** Where a draft is kept: under its id, apart from those of dispatches that are there already. */
export function keyOf({ task, id }: Pick<Draft, 'task' | 'id'>): string {
  return task === 'new' ? `new-${id}` : id;
}

export class Drafts {
  /** Undefined when there is none, or what is kept cannot be read. */
  get(key: string): Draft | undefined {
    const text = localStorage.getItem(PREFIX + key);
    if (text === null) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      return isDraft(value) ? value : undefined;
    } catch {
      return undefined; // Half written when the machine went down: there is nothing to save of it.
    }
  }

  /** False when this machine keeps nothing: its storage is full, or forbidden. */
  put(draft: Draft): boolean {
    try {
      localStorage.setItem(PREFIX + keyOf(draft), JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  drop(key: string): void {
    localStorage.removeItem(PREFIX + key);
  }

  /** Their keys: the ids of dispatches with a draft, and those of new ones. */
  keys(): string[] {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
  }

  /** The new dispatch that is being written in this window. */
  get own(): Draft | undefined {
    return this.get(sessionStorage.getItem(OWN) ?? '');
  }

  set own(draft: Draft | undefined) {
    if (draft) sessionStorage.setItem(OWN, keyOf(draft));
    else sessionStorage.removeItem(OWN);
  }

  /** New dispatches that were begun elsewhere: in another window, or in one that is closed. Newest first. */
  get others(): readonly Draft[] {
    const own = sessionStorage.getItem(OWN);
    return this.keys()
      .filter((key) => key !== own)
      .map((key) => this.get(key))
      .filter((draft): draft is Draft => draft?.task === 'new')
      .sort((a, b) => b.at - a.at);
  }

  /** Tells the key of a draft that another window wrote, until stopped. */
  onElsewhere(listener: (key: string) => void): () => void {
    const heard = ({ key, newValue }: StorageEvent) => {
      if (key?.startsWith(PREFIX) && newValue !== null) listener(key.slice(PREFIX.length));
    };
    addEventListener('storage', heard);
    return () => {
      removeEventListener('storage', heard);
    };
  }

  /** What was open last in this window; in a new one, the section that was looked at last. */
  get place(): { readonly open: string; readonly section: string } {
    const [open = '', section = ''] = (sessionStorage.getItem(PLACE) ?? '').split('\n');
    return { open, section: section || (localStorage.getItem(PLACE) ?? '') };
  }

  set place({ open, section }) {
    try {
      sessionStorage.setItem(PLACE, `${open}\n${section}`);
      localStorage.setItem(PLACE, section);
    } catch {
      // Only where the eye was; the drafts say for themselves when they cannot be kept.
    }
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null || !('id' in value && 'task' in value && 'fields' in value))
    return false;
  const { fields } = value;
  return typeof fields === 'object' && fields !== null && 'title' in fields && 'text' in fields;
}
