/** What the formula editor asks the server. */
import type { Envelope, KindJson } from "../../engines/expression";
import type { Tree } from "../../engines/record/conditions";
import { get, post } from "../../platform/api/client";
import type { DraftProblem } from "../document/problems";

export interface Both {
  readonly "zh-CN": string;
  readonly en: string;
}

export interface ExampleResult {
  readonly value: unknown;
  readonly given?: Readonly<Record<string, unknown>>;
  /** The moment, the person, the record before, other records: `now`, `me`, `old`, `lookup`, … */
  readonly also?: Readonly<Record<string, unknown>>;
}

export interface FunctionHelp {
  readonly key: string;
  readonly family: string;
  readonly signature: string;
  readonly returns: string;
  readonly doc: Both;
  readonly examples: readonly string[];
  /** What each example gives for which values of fields and what else it rests on; null where it gives a problem. */
  readonly results?: readonly (ExampleResult | null)[];
  readonly notes?: readonly (Both | null)[];
  /** How it differs from Excel's function of that name. */
  readonly excel?: Both | null;
  /** The texts that an argument takes, by the name of the parameter. */
  readonly choices?: Readonly<Record<string, readonly { readonly value: string; readonly name: Both }[]>>;
}

export interface CheckAnswer {
  readonly type: KindJson;
  readonly depends: readonly string[];
  readonly problems: readonly DraftProblem[];
  readonly ast: Envelope | null;
  /** A condition as the builder draws it, where it can. */
  readonly tree: Tree | null;
  /** A tree written as a formula. */
  readonly text: string | null;
}

export interface Failed {
  readonly code: string;
  readonly message: string;
}

export interface TrialStep {
  readonly position: readonly [number, number] | null;
  readonly expression: string;
  readonly type: KindJson;
  readonly value: unknown;
  readonly problem: Failed | null;
}

export interface TrialAnswer {
  readonly value: unknown;
  readonly type: KindJson;
  readonly problem: Failed | null;
  readonly trace: readonly TrialStep[];
}

export interface RecordChoice {
  readonly id: string;
  readonly title: string | null;
  readonly values: Record<string, unknown>;
  /** What every record has: `owner`, `created_at`. */
  readonly [system: string]: unknown;
}

const at = (app: string, what: string): string => `/api/designer/apps/${app}/expression/${what}`;
let functions: Promise<readonly FunctionHelp[]> | null = null;

export const questions = {
  /** Asked once: functions only change with an installation. */
  functions: (): Promise<readonly FunctionHelp[]> => {
    functions ??= get<{ items: FunctionHelp[] }>("/api/designer/functions")
      .then((answer) => answer.items)
      .catch((refusal: unknown) => {
        functions = null;
        throw refusal;
      });
    return functions;
  },
  check: (app: string, expression: string | Tree, form: string | undefined, want: KindJson | undefined, filled?: string) =>
    post<CheckAnswer>(at(app, "check"), { expression, form: form ?? null, want: want ?? null, ...(filled === undefined ? {} : { filled }) }),
  /** What functions look up is seen as the person who asks, or a member he names. */
  evaluate: (app: string, expression: string, form: string | undefined, values: Record<string, unknown>, as?: string) =>
    post<TrialAnswer>(at(app, "evaluate"), { expression, form: form ?? null, values, as: as ?? null }),
  /** Records of the published app to try with, as the person who asks or a member he names may see them. */
  records: (app: string, form: string, words: string, as?: string) =>
    get<{ items: RecordChoice[] }>(`/api/designer/apps/${app}/forms/${form}/records`, { q: words, as }),
  /** One of them, with what lies behind its references. */
  record: (app: string, form: string, record: string, paths: readonly string[], as?: string) =>
    get<{ items: RecordChoice[] }>(`/api/designer/apps/${app}/forms/${form}/records`, { record, paths: paths.join(","), as }).then((answer) => answer.items[0] ?? null),
};
