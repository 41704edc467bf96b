/** What may stand in the attributes of `<news-ticker>`: the element, the page in a frame and the configurator agree. */

/** By attribute what it may say, the default first. */
export const TICKER_CHOICES = {
  layout: ['list', 'line'],
  updates: ['live', 'button'],
  announce: ['off', 'urgent', 'all'],
  timestamps: ['relative', 'absolute', 'both'],
  theme: ['auto', 'light', 'dark'],
  links: ['same', 'new', 'none'],
  loading: ['eager', 'lazy'],
} as const;

/** The languages of the words that are ours. */
export const LANGUAGES = ['nl', 'en', 'de', 'fr'] as const;

export const DEFAULT_ROWS = 5;
export const MOST_ROWS = 50;
