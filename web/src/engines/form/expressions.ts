/** The expression engine, as the form uses it. */
export { compile } from "../expression";
export { zoneOf, parseMoment } from "../expression/dates";
export { Env, type EnvOptions } from "../expression/env";
export { toJson } from "../expression/values";
