/** The in-toto Statement of a run: https://in-toto.io/attestation/test-result/v0.1. The same recording gives the same bytes. */
import { defined } from '../../defined.js';
import type { Recording } from './recording.js';

const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
const PREDICATE_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';

/** The configuration that holds the hash of the recording, and what its header and footer say. */
export const RECORDING = 'recording';

/** What was tested: a file by its name, or only a digest. */
export interface Subject {
  readonly name: string;
  readonly sha256: string;
}

export type Outcome = 'PASSED' | 'WARNED' | 'FAILED';

/** An in-toto ResourceDescriptor. */
export interface Resource {
  readonly name: string;
  readonly digest?: { readonly sha256: string };
  readonly mediaType?: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

export interface Statement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly [{ readonly name: string; readonly digest: { readonly sha256: string } }];
  readonly predicateType: typeof PREDICATE_TYPE;
  readonly predicate: {
    readonly result: Outcome;
    readonly configuration: readonly Resource[];
    readonly passedTests: readonly string[];
    readonly warnedTests: readonly string[];
    readonly failedTests: readonly string[];
  };
}

export const statementOf = (recording: Recording, { name, sha256 }: Subject): Statement => ({
  _type: STATEMENT_TYPE,
  subject: [{ name, digest: { sha256 } }],
  predicateType: PREDICATE_TYPE,
  predicate: {
    result: outcomeOf(recording),
    configuration: configurationOf(recording),
    passedTests: recording.passed,
    warnedTests: recording.warned,
    failedTests: recording.failed,
  },
});

const outcomeOf = ({ footer, warned }: Recording): Outcome =>
  footer.exit !== 0 ? 'FAILED' : warned.length > 0 ? 'WARNED' : 'PASSED';

const hashed = (name: string, sha256: string | undefined): Resource[] =>
  sha256 === undefined ? [] : [{ name, digest: { sha256 } }];

function configurationOf({ sha256, header, footer }: Recording): Resource[] {
  const {
    tool,
    specs,
    seed,
    level,
    profile,
    repeat,
    plan,
    targets,
    requirements = [],
    inputs,
    asked,
  } = header;
  const { counts, gating, planned, notRun, exit, reasons } = footer;
  return [
    {
      name: RECORDING,
      digest: { sha256 },
      mediaType: 'application/jsonl',
      annotations: {
        tool: `${tool.name}@${tool.version}`,
        started: header.started,
        ...{ seed, level, profile, repeat, counts, gating, planned, notRun, exit, reasons },
        ...defined({ asked }),
      },
    },
    ...hashed('plan', plan.hash),
    ...hashed('vectors', inputs.vectors),
    ...hashed('waivers', inputs.waivers),
    ...specs.map(({ protocol, version, sha256: digest }) => ({
      name: `spec ${protocol} ${version}`,
      digest: { sha256: digest },
    })),
    ...requirements.map((set) => ({ name: `requirement set ${set.name}`, digest: { sha256: set.sha256 } })),
    ...targets.map(({ name, kind }) => ({ name: `target ${name}`, annotations: { kind } })),
  ];
}
