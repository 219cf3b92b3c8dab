/** The frames that the server sends over the play socket (docs/protocol.md, "Server to client"). */

import type { ResultOut } from './answers.js';

export interface Wave {
  n: number;
  snippet: string;
  language: string;
  text: string;
  words: [start: number, end: number, kind: string][];
  enemies: { start: number; end: number; due: number; every_ms: number; damage: number }[];
  at: number;
}

export interface GameTotals {
  correct_words: number;
  incorrect_words: number;
  total_words_typed: number;
  enemies_killed: number;
  waves_completed: number;
  max_combo: number;
  total_damage_dealt: number;
  total_damage_taken: number;
  total_keys_pressed: number;
  correct_keys: number;
}

export interface WelcomeFrame {
  t: 'welcome';
  epoch: string;
  s: number;
  d: number;
  v: number;
  at: number;
  running: boolean;
  hp: number;
  combo: number;
  max_combo: number;
  streak: number;
  dirty: boolean;
  p: number;
  totals: GameTotals;
  wave: Wave | null;
}

export interface AcknowledgementFrame {
  t: 'a';
  s: number;
  d: number;
  p: number;
  c: number;
  hp: number;
}

export interface PausedFrame {
  t: 'paused';
  v: number;
  at: number;
  reason: 'player' | 'idle' | 'server';
}

export type WaveFrame = Wave & { t: 'wave'; v: number };

/** Any frame but a welcome. */
export type GameFrame =
  | AcknowledgementFrame
  | PausedFrame
  | WaveFrame
  | { t: 'kill'; v: number; enemy: number; at: number }
  | { t: 'hit'; v: number; enemy: number; damage: number; hp: number; at: number }
  | { t: 'clear'; v: number; n: number; hp: number; at: number }
  | { t: 'running'; v: number; at: number }
  | { t: 'saving' }
  | { t: 'over'; reason: string; result: ResultOut | null }
  | { t: 'pong'; n: number; at: number; rtt_ms?: number } // `rtt_ms` is added here, once the answer is there
  | { t: 'error'; code: string; detail: string };
