/** What can go wrong while evaluating; the codes are those of the server. IFERROR turns each into its fallback. */

export type ProblemCode =
  | "overflow"
  | "date_out_of_range"
  | "too_many_steps"
  | "text_too_long"
  | "list_too_long"
  | "not_available_here";

export class EvaluationProblem extends Error {
  constructor(readonly code: ProblemCode) {
    super(code);
  }
}
