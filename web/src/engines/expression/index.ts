/** The expression language in the browser: `compile` a stored expression, then run it with an `Env`. */

export { kindName, type Envelope, type KindJson, type Node } from "./ast";
export { Clock, Day, Moment, parseMoment, Zone, zoneOf } from "./dates";
export { Decimal, decimal, plain as plainNumber, rounded } from "./decimal";
export { Env, type EnvOptions, type Person, type WorkingDays, workingDays } from "./env";
export { compile, depends, NotInBrowser, runsHere } from "./evaluate";
export { plain } from "./formats";
export { EvaluationProblem } from "./problems";
export type { Later } from "./registry";
export { toJson, toValue, type Item, type Value } from "./values";
