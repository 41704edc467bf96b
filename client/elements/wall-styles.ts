import { css } from 'lit';

/**
 * The whole of a screen, in one unit of its own: a 54th of the shorter side, so that a wall looks the same on every
 * screen and its titles (2.3 units and more) are read from five metres on a screen of a metre wide. What fits is decided
 * by the layout alone: rows that do not are wrapped into a column beyond the edge. Physical sides and no shorthand of
 * logical ones, as screens of 2020 do not know those.
 */
export const wallStyles = css`
  :host {
    --_u: var(--wall-unit, calc(100vmin / 54));
    --_paper: var(--wall-background, #0b0d10);
    --_ink: var(--wall-color, #e3e1dc);
    --_soft: #9ca1a8;
    --_rule: #2b2f35;
    --_accent: var(--wall-accent, #ef6d76);
    --_alert: #e6b357;
    --_flash: #9a1420;
    --_on-flash: #fdf3f1;
    position: relative;
    display: block;
    width: 100%;
    height: 100%;
    overflow: hidden;
    background: var(--_paper);
    color: var(--_ink);
    color-scheme: dark;
    font: calc(var(--_u) * 1.5) / 1.35 var(--wall-font, system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
    overflow-wrap: break-word;
    -webkit-user-select: none;
    user-select: none;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  :host([theme='light']) {
    --_paper: var(--wall-background, #f3f2ee);
    --_ink: var(--wall-color, #191b1e);
    --_soft: #565b62;
    --_rule: #cfcec8;
    --_accent: var(--wall-accent, #a01825);
    --_alert: #7a4b00;
    color-scheme: light;
  }
  @media (prefers-color-scheme: light) {
    :host([theme='auto']) {
      --_paper: var(--wall-background, #f3f2ee);
      --_ink: var(--wall-color, #191b1e);
      --_soft: #565b62;
      --_rule: #cfcec8;
      --_accent: var(--wall-accent, #a01825);
      --_alert: #7a4b00;
      color-scheme: light;
    }
  }
  /* At night nobody is helped by a lamp: a light wall turns dark, too. */
  .night {
    --_paper: #08090b;
    --_ink: #a3a19c;
    --_soft: #83878d;
    --_rule: #1f2226;
    --_accent: #cf6068;
    --_alert: #b58a42;
    --_flash: #5c0f17;
    --_on-flash: #e2c8c5;
    color-scheme: dark;
  }
  h1,
  h2,
  h3,
  p,
  ol {
    margin: 0;
    padding: 0;
    font-size: inherit;
    font-weight: inherit;
  }
  ol {
    list-style: none;
  }
  .screen,
  .over {
    position: absolute;
    top: 0;
    right: 0;
    bottom: 0;
    left: 0;
    box-sizing: border-box;
    background: var(--_paper);
    color: var(--_ink);
  }
  .stage {
    box-sizing: border-box;
    display: flex;
    flex-direction: column;
    height: 100%;
    padding: calc(var(--_u) * 1.9) calc(var(--_u) * 3) calc(var(--_u) * 1.5);
  }

  /* The head: who this is, how true it is, what time it is. */
  header {
    flex: none;
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    padding-bottom: calc(var(--_u) * 1.1);
    color: var(--_soft);
    white-space: nowrap;
  }
  header > * {
    flex: 1 1 0;
    min-width: 0;
    display: flex;
    align-items: baseline;
  }
  .who,
  .sound {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  h1 {
    margin-right: calc(var(--_u) * 1.6);
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 600;
    color: var(--_ink);
  }
  .truth {
    flex: none;
    justify-content: center;
    padding: 0 calc(var(--_u) * 2);
  }
  .when {
    justify-content: flex-end;
  }
  .date {
    margin-right: calc(var(--_u) * 1.4);
  }
  .date::first-letter {
    text-transform: uppercase;
  }
  .clock {
    font-size: calc(var(--_u) * 2.9);
    line-height: 1;
    font-weight: 600;
    letter-spacing: -0.01em;
    color: var(--_ink);
  }
  .status::before {
    content: '';
    display: inline-block;
    box-sizing: border-box;
    width: 0.5em;
    height: 0.5em;
    margin-right: 0.5em;
    border: calc(var(--_u) * 0.1) solid;
    border-radius: 50%;
    vertical-align: 0.08em;
  }
  .live-now::before {
    border-color: var(--_accent);
    background: var(--_accent);
  }
  .untrue {
    font-weight: 600;
    color: var(--_alert);
  }
  .sound {
    font-size: calc(var(--_u) * 1.2);
  }
  button {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:focus-visible {
    outline: calc(var(--_u) * 0.15) solid;
    outline-offset: calc(var(--_u) * 0.3);
  }

  /* Sections beside each other, or one list of all. */
  .panes {
    flex: 1;
    min-height: 0;
    display: grid;
    grid-auto-columns: minmax(0, 1fr);
    color: var(--_ink);
    grid-auto-flow: column;
    grid-gap: calc(var(--_u) * 2.6);
    gap: calc(var(--_u) * 2.6);
  }
  .pane {
    min-height: 0;
    display: flex;
    flex-direction: column;
    border-top: calc(var(--_u) * 0.15) solid var(--_accent);
  }
  h2 {
    flex: none;
    padding: calc(var(--_u) * 0.75) 0 calc(var(--_u) * 0.5);
    font-size: calc(var(--_u) * 1.6);
    font-weight: 600;
    color: var(--_accent);
  }
  .unsaid {
    padding-top: calc(var(--_u) * 1);
    color: var(--_soft);
  }
  ol {
    flex: 1;
    min-height: 0;
    display: flex;
    flex-flow: column wrap;
    overflow: hidden;
  }
  .row {
    box-sizing: border-box;
    width: 100%;
    max-height: 100%;
    overflow: hidden;
    padding: calc(var(--_u) * 0.8) 0 calc(var(--_u) * 0.95);
  }
  .row + .row {
    border-top: calc(var(--_u) * 0.06) solid var(--_rule);
  }
  /* A full list fills its column to the foot. */
  .many .row {
    flex-grow: 1;
  }
  .meta {
    color: var(--_soft);
    font-size: calc(var(--_u) * 1.35);
    line-height: 1.3;
  }
  .meta > * {
    display: inline-block;
    margin-right: 0.9em;
    white-space: nowrap;
  }
  .in {
    font-weight: 600;
  }
  h3,
  .over h2 {
    text-wrap: balance;
  }
  h3,
  .text {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    overflow: hidden;
  }
  h3 {
    -webkit-line-clamp: 4;
    padding-bottom: 0.06em;
    font-size: calc(var(--_u) * 2.05);
    line-height: 1.18;
    font-weight: 600;
    letter-spacing: -0.005em;
  }
  .columns h3 {
    margin-top: calc(var(--_u) * 0.2);
  }
  .columns .row:not(:first-child) h3 {
    -webkit-line-clamp: 3;
  }
  .columns .row:first-child h3 {
    font-size: calc(var(--_u) * 2.35);
  }
  .text {
    -webkit-line-clamp: 2;
    margin-top: calc(var(--_u) * 0.35);
    font-size: calc(var(--_u) * 1.55);
    line-height: 1.4;
    color: var(--_soft);
  }
  .dateline {
    font-size: 0.9em;
    letter-spacing: 0.02em;
  }
  .columns .row:not(:first-child) .text {
    display: none;
  }
  .columns .text {
    -webkit-line-clamp: 3;
    font-size: calc(var(--_u) * 1.45);
  }
  .urgency,
  .fresh time {
    font-weight: 600;
    color: var(--_accent);
  }
  .u1 .urgency,
  .u2 .urgency {
    padding: 0 0.45em;
    border-radius: 0.12em;
    background: var(--_accent);
    color: var(--_paper);
  }
  .u1 h3 {
    color: var(--_accent);
  }
  .full {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  /* One list over the whole width: what is said of a dispatch stands beside it, and the newest is the largest. */
  .wide .row > article {
    display: flex;
  }
  .wide .meta {
    flex: none;
    width: calc(var(--_u) * 15);
    padding-top: calc(var(--_u) * 0.5);
  }
  .wide .meta > * {
    display: table;
  }
  .wide .words {
    flex: 1;
    min-width: 0;
  }
  .wide h3 {
    -webkit-line-clamp: 2;
    font-size: calc(var(--_u) * 2.4);
  }
  .wide .text {
    -webkit-line-clamp: 1;
    margin-top: calc(var(--_u) * 0.15);
  }
  .wide .row:first-child h3 {
    -webkit-line-clamp: 3;
    font-size: calc(var(--_u) * 3.5);
    line-height: 1.12;
    letter-spacing: -0.015em;
  }
  .wide .row:first-child .meta {
    padding-top: calc(var(--_u) * 1.05);
  }
  .wide .row:first-child .text {
    -webkit-line-clamp: 2;
    margin-top: calc(var(--_u) * 0.5);
    font-size: calc(var(--_u) * 1.75);
  }

  /* What is known without contact stays, and does not pretend to be news. */
  .dim {
    --_ink: #8b8f95;
    --_accent: #8b8f95;
    --_soft: #7d8187;
  }
  :host([theme='light']) .screen:not(.night) .dim {
    --_ink: #62666c;
    --_accent: #62666c;
    --_soft: #686c72;
  }
  @media (prefers-color-scheme: light) {
    :host([theme='auto']) .screen:not(.night) .dim {
      --_ink: #62666c;
      --_accent: #62666c;
      --_soft: #686c72;
    }
  }

  /* What takes over the screen. */
  .over {
    display: flex;
    flex-direction: column;
    padding: calc(var(--_u) * 3.6) calc(var(--_u) * 5) calc(var(--_u) * 3);
    animation: come 200ms ease-out;
  }
  @keyframes come {
    from {
      opacity: 0;
    }
  }
  .flash {
    --_soft: var(--_on-flash);
    --_accent: var(--_on-flash);
    background: var(--_flash);
    color: var(--_on-flash);
  }
  .bulletin {
    border-top: calc(var(--_u) * 1.2) solid var(--_accent);
  }
  .kicker {
    font-size: calc(var(--_u) * 2.6);
    font-weight: 700;
    line-height: 1.2;
    color: var(--_accent);
  }
  .kicker > .in {
    margin-left: 0.5em;
    font-weight: 400;
    color: var(--_soft);
  }
  .over-words {
    flex: 1;
    min-height: 0;
    display: flex;
    flex-direction: column;
    justify-content: center;
  }
  .over-words > * {
    flex: none;
  }
  .over h2 {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 5;
    overflow: hidden;
    padding: 0 0 0.1em;
    color: inherit;
    font-size: calc(var(--_u) * 6.4);
    line-height: 1.08;
    font-weight: 700;
    letter-spacing: -0.02em;
  }
  /* A word that is wider than the screen is told by its sticking out; see fitTakeover. */
  .over h2:not(.long) {
    overflow-wrap: normal;
  }
  .over .long {
    font-size: calc(var(--_u) * 4.6);
    letter-spacing: -0.015em;
  }
  .over .text {
    -webkit-line-clamp: 4;
    margin-top: calc(var(--_u) * 1.2);
    max-width: calc(var(--_u) * 82);
    font-size: calc(var(--_u) * 2.3);
    line-height: 1.38;
    color: inherit;
  }
  .foot {
    flex: none;
    display: flex;
    align-items: baseline;
    font-size: calc(var(--_u) * 1.7);
    color: var(--_soft);
  }
  .foot > * {
    margin-right: 1.4em;
  }
  .foot .status {
    color: inherit;
  }
  .foot .clock {
    margin: 0 0 0 auto;
    font-size: calc(var(--_u) * 2.9);
    color: inherit;
  }
  .name-tag {
    align-items: center;
    justify-content: center;
    text-align: center;
  }
  .name-tag p:first-child {
    font-size: calc(var(--_u) * 9);
    line-height: 1.1;
    font-weight: 700;
    letter-spacing: -0.02em;
  }
  .name-tag p + p {
    margin-top: calc(var(--_u) * 1.5);
    font-size: calc(var(--_u) * 2.4);
    color: var(--_soft);
  }

  /* A screen on its side: sections below each other, and a head of two lines. */
  .upright header {
    flex-wrap: wrap;
  }
  .upright .when {
    order: -1;
    flex: none;
    width: 100%;
    flex-direction: row-reverse;
    justify-content: space-between;
    padding-bottom: calc(var(--_u) * 0.9);
  }
  .upright .when .clock {
    font-size: calc(var(--_u) * 4.4);
  }
  .upright .when .date {
    margin-right: 0;
  }
  .upright .who {
    flex-basis: 50%;
    flex-wrap: wrap;
  }
  .upright .truth {
    padding-right: 0;
  }
  .upright .panes {
    grid-auto-flow: row;
    grid-auto-rows: minmax(0, 1fr);
  }
  .upright .wide .row > article {
    display: block;
  }
  .upright .wide .meta {
    width: auto;
    padding-top: 0;
  }
  .upright .wide .row:first-child .meta {
    padding-top: 0;
  }
  .upright .wide .meta > * {
    display: inline-block;
  }
  .upright .wide .text {
    -webkit-line-clamp: 2;
  }
  .upright .wide .row:first-child .text {
    -webkit-line-clamp: 3;
  }
  .upright .columns h3,
  .upright .columns .row:first-child h3,
  .upright .columns .text {
    -webkit-line-clamp: 2;
  }
  .upright .columns .row:first-child h3 {
    font-size: calc(var(--_u) * 2.4);
  }
  .upright .three .row:first-child .text {
    display: none;
  }
  .upright .over h2 {
    -webkit-line-clamp: 8;
  }
  .upright .over h2:not(.long) {
    font-size: calc(var(--_u) * 5.6);
  }
  .upright .over .long {
    -webkit-line-clamp: 11;
    font-size: calc(var(--_u) * 3.8);
  }
  .upright .over .text {
    -webkit-line-clamp: 8;
  }
  @media (prefers-reduced-motion: reduce) {
    .over {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .over {
      border: calc(var(--_u) * 0.4) solid;
    }
  }
`;
