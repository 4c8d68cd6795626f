/** The expression engine, as the form uses it. */
export { compile, Env, type EnvOptions, parseMoment, toJson, workingDays, zoneOf } from "../expression";
