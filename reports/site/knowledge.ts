/** What is known of the protocols, as far as a site shows it. */
import type { Json } from '../../suites/model.js';
import type { KnownClause } from '../html/data.js';

export interface SiteKnowledge {
  readonly clauses: readonly SiteClause[];
  readonly cases: readonly SiteCase[];
  readonly findings: readonly SiteFinding[];
}

export interface SiteClause extends KnownClause {
  readonly binds: readonly string[];
  /** How it is observed. */
  readonly observed: readonly string[];
}

export interface SiteCase {
  readonly id: string;
  readonly title: string;
  readonly why?: string;
  readonly requires: readonly string[];
  /** What a codec is asked, and what must come of it. */
  readonly vector?: {
    readonly op: string;
    readonly given: Json;
    readonly input: Json;
    readonly expect: Json;
  };
}

export interface SiteFinding {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly breaks: string;
  readonly stance: string;
  readonly related: readonly string[];
}
